import { createRandom } from '../core/random.ts'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { RunFacts } from '../metrics/stored-result.ts'

export interface Measured {
  readonly endpoints?: readonly string[]
  /** Requests in each second, the endpoints in turn. */
  readonly perSecond?: number
  /** Milliseconds. @default 10 s */
  readonly duration?: number
  /** The median of a wide distribution, in milliseconds. */
  readonly latency?: number
  /** Every so many requests fail. @default none */
  readonly failEvery?: number
  readonly facts?: Partial<RunFacts>
}

/** A load whose latencies are spread as widely as a real server's. */
export function measured(given: Measured = {}): LoadResult {
  const { endpoints = ['GET /'], perSecond = 100, duration = 10_000, latency = 20, failEvery } = given
  const stages = [{ name: '', start: 0, end: duration }]
  const recorder = new LoggingRecorder({ stages })
  const random = createRandom(1)
  const total = Math.round((perSecond * duration) / 1000)
  for (let index = 0; index < total; index += 1) {
    const end = (index / perSecond) * 1000
    const spread = Math.exp((random.next() + random.next() + random.next() - 1.5) * 2)
    const scope = recorder.scope('s', end)
    scope.iterationStarted(end)
    const isFailed = failEvery !== undefined && index % failEvery === 0
    const failure = { category: 'http-5xx', message: 'status 503', detail: '' } as const
    const endpoint = endpoints[index % endpoints.length] as string
    scope.request(sample({ endpoint, end, latency: latency * spread, ...(isFailed && { outcome: 'failed', failure }) }))
    scope.iterationEnded({ outcome: 'completed', end, duration: latency })
  }
  return createResult(facts({ duration, stages, ...given.facts }), recorder.finish(duration))
}
