import type { Vitest } from 'vitest/node'
import { type Paint, paintFor } from '../report/paint.ts'

/** Where the reporter writes. */
export interface ReportStream {
  readonly paint: Paint
  /** Columns. */
  readonly width: number
  /** Writes lines that are complete. */
  write(text: string): void
}

const USUAL_WIDTH = 120

/** Vitest's standard output, or its standard error where another reporter's output is read by a machine. */
export function reportStream({ config, logger }: Vitest): ReportStream {
  const isTaken = config.reporters.some(ownsStdout)
  const stream = (isTaken ? logger.errorStream : logger.outputStream) as NodeJS.WritableStream & { readonly columns?: number }
  const paint = paintFor(stream)
  return {
    paint,
    get width() {
      return stream.columns ?? USUAL_WIDTH
    },
    // Through the logger, which knows what it has to clear from the screen first.
    write: (text) => (isTaken ? logger.error(text) : logger.log(text)),
  }
}

function ownsStdout(reporter: unknown): boolean {
  if (!Array.isArray(reporter)) return false
  const [name, options] = reporter as [unknown, { readonly stdout?: boolean; readonly outputFile?: string } | undefined]
  if (name === 'tap' || name === 'tap-flat') return true
  return (name === 'json' || name === 'junit') && options?.stdout === true && options.outputFile === undefined
}
