import type { Interval } from './interval.ts'
import { IntervalLog, type IntervalLogOptions } from './interval-log.ts'
import { cutsOf, Recorder, type RecorderOptions } from './recorder.ts'

export interface LoggingRecorderOptions extends Omit<RecorderOptions, 'sink'>, Omit<IntervalLogOptions, 'cuts'> {}

/** A recorder with a log of its own. */
export class LoggingRecorder extends Recorder {
  readonly #log: IntervalLog

  constructor({ stages, cuts = [], ...rest }: LoggingRecorderOptions) {
    const log = new IntervalLog({ cuts: cutsOf(stages, cuts), ...rest })
    super({ stages, cuts, sink: log })
    this.#log = log
  }

  /** The intervals that are closed by now. */
  get intervals(): readonly Interval[] {
    return this.#log.intervals
  }

  get latest(): Interval | undefined {
    return this.#log.latest
  }

  get counts(): { readonly requests: number; readonly failed: number } {
    return this.#log.counts
  }

  /** Closes everything, and gives all intervals. */
  finish(end: number): readonly Interval[] {
    this.#log.endAt(this.close(end))
    return this.intervals
  }
}
