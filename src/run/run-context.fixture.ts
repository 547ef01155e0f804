import type { LoadResult } from '../metrics/result.ts'
import type { Study } from '../metrics/study.ts'
import type { LoadSettings, Progress, RunContext } from './run-context.ts'

/** A run context that keeps what it is told. */
export interface RecordingContext extends RunContext {
  readonly progressed: Progress[]
  readonly reported: LoadResult[]
  readonly studies: Study[]
}

/** The context of a test named `a test`, but for what is said. */
export function recordingContext(
  settings: Partial<LoadSettings> = {},
  signal: AbortSignal = new AbortController().signal,
): RecordingContext {
  const progressed: Progress[] = []
  const reported: LoadResult[] = []
  const studies: Study[] = []
  return {
    name: 'a test',
    settings: { allowedHosts: [], coolDown: 0, sample: false, ...settings },
    signal,
    progressed,
    reported,
    studies,
    progress: (progress) => void progressed.push(progress),
    report: (result) => void reported.push(result),
    reportStudy: (study) => void studies.push(study),
    drain() {},
  }
}
