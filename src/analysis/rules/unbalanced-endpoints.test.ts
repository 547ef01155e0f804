import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { unbalancedEndpoints } from './unbalanced-endpoints.ts'

function withSlowest(latency: number) {
  return runOf({ requestAt: (_, index) => ({ endpoint: `GET /${index % 3}`, latency: index % 3 === 2 ? latency : 10 }) })
}

it('names the endpoint that is far slower than the others', () => {
  expect(unbalancedEndpoints(withSlowest(100), defaultThresholds)).toMatchObject({
    code: 'unbalanced-endpoints',
    severity: 'info',
    message: 'GET /2 is far slower than the others: p95 100 ms, theirs typically 10 ms',
    endpoint: 'GET /2',
  })
})

it.each([
  ['it is not far', withSlowest(40)],
  ['there is only one', runOf({ requestAt: () => ({ latency: 100 }) })],
])('has nothing to tell where %s', (_, result) => {
  expect(unbalancedEndpoints(result, defaultThresholds)).toBeUndefined()
})
