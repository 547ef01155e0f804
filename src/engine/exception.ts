import { LoadTestError, messageOf, stackOf } from '../core/errors.ts'
import type { Failure } from '../metrics/sample.ts'

const SHOWN_FRAMES = 6

/** What a scenario threw, as a failure: grouped by its message, with its stack as the example. */
export function describeException(thrown: unknown): Failure {
  const name = thrown instanceof Error && thrown.name !== 'Error' ? `${thrown.name}: ` : ''
  return { category: 'exception', message: `${name}${firstLine(messageOf(thrown))}`, detail: shortStack(thrown) }
}

/** Errors after which no further request can succeed, and that the user must mend first. */
export function isFatal(thrown: unknown): boolean {
  return thrown instanceof LoadTestError && FATAL_CODES.has(thrown.code)
}

const FATAL_CODES = new Set(['ERR_LOAD_HOST', 'ERR_LOAD_TARGET', 'ERR_LOAD_OPTIONS', 'ERR_LOAD_FEEDER'])

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}

/** The message and the frames of the user's own code. */
function shortStack(thrown: unknown): string {
  const stack = stackOf(thrown)
  if (stack === undefined) return messageOf(thrown)
  const lines = stack.split('\n')
  const isFrame = (line: string): boolean => /^\s+at /.test(line)
  const frames = lines.filter((line) => isFrame(line) && !line.includes('node:') && !line.includes('/node_modules/'))
  return [...lines.filter((line) => !isFrame(line)), ...frames.slice(0, SHOWN_FRAMES)].join('\n')
}
