import type { Recorder } from '../metrics/recorder.ts'
import type { RunTime } from './run-time.ts'

/** Milliseconds of work at a time; then the event loop turns. */
const STALL_BUDGET = 0.1

export interface HousekeeperOptions {
  readonly recorder: Pick<Recorder, 'tidy'>
  readonly time: RunTime
  readonly signal: AbortSignal
  /** Called at the end of each second, before its interval is closed. */
  readonly beforeSecond: () => Promise<void>
  /** Called after each second, when its interval is closed. */
  readonly onSecond: () => void
}

/** Closes the recorder's intervals second by second, in pieces too small to delay a request. Resolves when the signal aborts. */
export async function keepHouse({ recorder, time, signal, beforeSecond, onSecond }: HousekeeperOptions): Promise<void> {
  while (!signal.aborted) {
    await time.until((Math.floor(time.now() / 1000) + 1) * 1000, signal)
    if (signal.aborted) return
    await beforeSecond()
    await inPieces(recorder.tidy(time.now()), time, signal)
    if (!signal.aborted) onSecond()
  }
}

/** Takes all steps, whatever happens: between two of them the recorder is not whole. */
async function inPieces(steps: Generator<void>, { clock }: RunTime, signal: AbortSignal): Promise<void> {
  let begin = clock.now()
  while (!steps.next().done) {
    if (signal.aborted || clock.now() - begin < STALL_BUDGET) continue
    await new Promise((resolve) => setImmediate(resolve))
    begin = clock.now()
  }
}
