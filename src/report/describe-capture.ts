import type { KeptCapture } from '../metrics/kept-capture.ts'
import type { CaptureReport } from './model.ts'
import { outsideLines, outsideText } from './outside-text.ts'

const TITLES = { 'cpu-profile': 'CPU profile of the server', 'heap-snapshot': 'Heap snapshot of the server' } as const

/** What a report says of a recording that was kept, or could not be. */
export function describeCapture(capture: KeptCapture): CaptureReport {
  const title = TITLES[capture.kind]
  return 'file' in capture ? { title, file: outsideText(capture.file) } : { title, problem: outsideLines(capture.problem) }
}
