import { expect, it } from 'vitest'
import { readings } from '../../verdict/resources.fixture.ts'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { resourceCorrelation } from './resource-correlation.ts'

const queue = Array.from({ length: 61 }, (_, second) => (second % 12 < 5 ? 20 : 1))

it('tells what the latency follows, and by how long', () => {
  const requestAt = (moment: number) => ({ latency: 10 + 5 * (queue[Math.max(0, Math.floor(moment / 1000) - 2)] ?? 0) })
  const result = runOf({
    requestAt,
    resources: [
      readings('metrics', 'queue_size', queue),
      readings(
        'server',
        'threads',
        queue.map(() => 9),
      ),
    ],
  })
  expect(resourceCorrelation(result, defaultThresholds)).toMatchObject({
    code: 'latency-follows-resource',
    severity: 'info',
    message: "p95 follows, 3 s later, the server's metric queue_size (rank correlation 100 %)",
    metric: 'queue_size',
  })
})

it.each([
  ['nothing goes with it', { resources: [readings('metrics', 'queue_size', queue)] }],
  ['nothing was sampled', {}],
])('has nothing to tell where %s', (_, given) => {
  expect(resourceCorrelation(runOf(given), defaultThresholds)).toBeUndefined()
})
