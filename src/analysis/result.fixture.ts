import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { StoredSeries } from '../metrics/resources.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { RunFacts } from '../metrics/stored-result.ts'
import { analyze } from './analyze.ts'

interface Given extends Partial<RunFacts> {
  /** What is known of the request that ends at a moment. @default it succeeds in 10 ms */
  readonly requestAt?: (moment: number, index: number) => Partial<RequestSample>
  /** Milliseconds from request to request. @default 10 */
  readonly every?: number
  readonly vusAt?: (second: number) => number
  /** Iterations that are dropped, all in the first second. */
  readonly dropped?: number
  /** Milliseconds that the event loop was late, all the time. */
  readonly loopDelay?: number
  readonly resources?: readonly StoredSeries[]
}

/** A run of 60 s with a request every 10 ms, but for what a test says. */
export function runOf(given: Given = {}): LoadResult {
  const { requestAt = () => ({}), every = 10, vusAt, dropped = 0, loopDelay, resources = [], ...rest } = given
  const duration = given.duration ?? 60_000
  const stages = [{ name: '', start: 0, end: duration }]
  const recorder = new LoggingRecorder({ stages })
  for (let second = 0; second * 1000 < duration; second += 1) {
    if (vusAt !== undefined) recorder.setVus(vusAt(second), second * 1000)
    if (loopDelay !== undefined) recorder.health.loopDelay(second * 1000, loopDelay)
  }
  for (let count = 0; count < dropped; count += 1) recorder.scope('shop', 0).iterationDropped(0)
  let index = 0
  for (let moment = 0; moment < duration; moment += every) {
    const scope = recorder.scope('shop', moment)
    scope.iterationStarted(moment)
    scope.request(sample({ end: moment, ...requestAt(moment, index) }))
    index += 1
  }
  const own = facts({ name: 'shop', duration, stages, ...rest })
  return createResult(own, recorder.finish(duration), { series: resources, marks: [] }, analyze)
}

/** A request that failed. */
export function failedBy(
  category: NonNullable<RequestSample['failure']>['category'],
  message = 'it failed',
): Partial<RequestSample> {
  return { outcome: 'failed', latency: 5, failure: { category, message, detail: 'an example' } }
}
