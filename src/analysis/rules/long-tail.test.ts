import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { longTail } from './long-tail.ts'

it('tells of a few requests that are far slower than the others', () => {
  const result = runOf({ requestAt: (_, index) => ({ latency: index % 50 === 0 ? 400 : 10 }) })
  expect(longTail(result, defaultThresholds)).toMatchObject({
    code: 'long-tail',
    severity: 'warning',
    message: 'p99 is 400 ms, far above p95 (10 ms) and p50 (10 ms)',
  })
})

it.each([
  ['p99 is twice p95', 20, 60_000],
  ['there are hardly any requests', 400, 1000],
])('has nothing to tell where %s', (_, latency, duration) => {
  const result = runOf({ requestAt: (__, index) => ({ latency: index % 50 === 0 ? latency : 10 }), duration })
  expect(longTail(result, defaultThresholds)).toBeUndefined()
})
