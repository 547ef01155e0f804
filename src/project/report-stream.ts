import type { Vitest } from 'vitest/node'
import { type Paint, paintFor } from '../report/paint.ts'

/** Where the reporter writes. */
export interface ReportStream {
  readonly paint: Paint
  /** Columns. */
  readonly width: number
  /** Where lines can be drawn anew in place, and nobody else does. */
  readonly terminal: NodeJS.WriteStream | undefined
  /** Writes lines that are complete. */
  write(text: string): void
}

const USUAL_WIDTH = 120

/** Vitest's standard output, or its standard error where another reporter's output is read by a machine. */
export function reportStream({ config, logger }: Vitest): ReportStream {
  const isTaken = config.reporters.some(ownsStdout)
  const stream = (isTaken ? logger.errorStream : logger.outputStream) as NodeJS.WriteStream
  const paint = paintFor(stream)
  return {
    paint,
    get width() {
      return stream.columns ?? USUAL_WIDTH
    },
    terminal: isDrawable(stream) && !config.reporters.some(drawsSummary) ? stream : undefined,
    // Through the logger, which knows what it has to clear from the screen first.
    write: (text) => (isTaken ? logger.error(text) : logger.log(text)),
  }
}

/**
 * Leaves the last lines of the terminal to us where a run is of load tests alone: Vitest's summary would be drawn over them. Other tests
 * keep it, and loads then tell of their progress in lines.
 */
export function switchOffSummary({ config, projects, logger }: Vitest): void {
  const isAllLoad = projects.every(({ config }) => config.provide !== undefined && 'vitest-load' in config.provide)
  if (!isAllLoad || !isDrawable(logger.outputStream as NodeJS.WriteStream)) return
  for (const reporter of config.reporters as unknown[]) if (drawsSummary(reporter)) Object.assign(reporter[1], { summary: false })
}

type Named = [name: string, options: { readonly summary?: boolean }]

function drawsSummary(reporter: unknown): reporter is Named {
  if (!Array.isArray(reporter)) return false
  const [name, options] = reporter as Named
  return ['default', 'verbose', 'tree'].includes(name) && options.summary !== false
}

function isDrawable({ isTTY }: NodeJS.WriteStream): boolean {
  return isTTY === true && !process.env.CI && process.env.TERM !== 'dumb'
}

function ownsStdout(reporter: unknown): boolean {
  if (!Array.isArray(reporter)) return false
  const [name, options] = reporter as [unknown, { readonly stdout?: boolean; readonly outputFile?: string } | undefined]
  if (name === 'tap' || name === 'tap-flat') return true
  return (name === 'json' || name === 'junit') && options?.stdout === true && options.outputFile === undefined
}
