import type { Paint } from '../report/paint.ts'

/** What a command writes to. */
export interface Terminal {
  /** A line on the standard output. */
  print(line: string): void
  /** A line on the standard error. */
  warn(line: string): void
  readonly paint: Paint
  /** Columns. */
  readonly width: number
}
