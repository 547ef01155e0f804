import { analyze } from '../analysis/analyze.ts'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { NO_RESOURCES } from '../metrics/resources.ts'
import type { LoadResult } from '../metrics/result.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { RunFacts } from '../metrics/stored-result.ts'

/** A load with two endpoints, three stages and all kinds of failures. */
export function shopResult(given: Partial<RunFacts> = {}): LoadResult {
  const stages = [
    { name: 'warm', start: 0, end: 10_000 },
    { name: 'peak', start: 10_000, end: 40_000 },
    { name: 'recovery', start: 40_000, end: 60_000 },
  ]
  const recorder = new LoggingRecorder({ stages })
  for (let index = 0; index < 6000; index += 1) {
    const due = index * 10
    const scope = recorder.scope('shopper', due)
    const latency = 20 + (index % 100)
    const end = due + latency
    scope.iterationStarted(due)
    const isOrder = index % 3 > 0
    const endpoint = isOrder ? 'GET /orders/:id' : 'GET /products'
    if (index % 1000 === 1) {
      const failure = {
        category: 'timeout',
        message: 'no response within 30 s',
        detail: 'GET http://127.0.0.1:3000/orders/42',
      } as const
      scope.request(sample({ endpoint, outcome: 'failed', latency: 30_000, end: due + 30_000, failure }))
      scope.iterationEnded({ outcome: 'failed', end: due + 30_000, duration: 30_000 })
      continue
    }
    if (index % 200 === 5) {
      const detail = '{"error":"\u001b[31mout of stock\u0007"}\nat line 2'
      scope.request(
        sample({
          endpoint,
          outcome: 'failed',
          latency: 5,
          end,
          failure: { category: 'http-5xx', message: 'status 503', detail },
        }),
      )
      scope.iterationEnded({ outcome: 'failed', end, duration: latency })
      continue
    }
    scope.request(sample({ endpoint, latency, end }))
    scope.iterationEnded({ outcome: 'completed', end, duration: latency })
    if (isOrder) scope.check('is shipped', index % 50 !== 2, end)
    scope.check('has a body', true, end)
  }
  const intervals = recorder.finish(60_000)
  return createResult(
    facts({
      name: 'shopper',
      duration: 60_000,
      stages,
      profile: {
        kind: 'ramping-vus',
        startVus: 0,
        stages: [
          { name: 'warm', from: 0, target: 20, duration: 10_000 },
          { name: 'peak', from: 200, target: 200, duration: 30_000 },
          { name: 'recovery', from: 20, target: 20, duration: 20_000 },
        ],
      },
      ...given,
    }),
    intervals,
    NO_RESOURCES,
    analyze,
  )
}
