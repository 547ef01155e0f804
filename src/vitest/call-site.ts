import { LoadTestError } from '../core/errors.ts'

/** A function that users call. */
export type Caller = (...given: never[]) => unknown

/** Where a function was called: the frames of the user's own code. To be asked for before its first `await`. */
export function callSiteOf(caller: Caller): readonly string[] {
  const site = new Error()
  Error.captureStackTrace(site, caller)
  const lines = (site.stack ?? '').split('\n')
  // Only what has a place: not `new Promise (<anonymous>)`.
  return lines.filter((line) => /^\s+at .*:\d+\)?$/.test(line) && !line.includes('node:') && !line.includes('/node_modules/'))
}

/**
 * Adds the call to the stack of an error of ours: those come from deep in the library, and the way back to the test is lost where
 * several wait for the same promise.
 */
export function withCallSite(error: unknown, callSite: readonly string[]): unknown {
  const [frame] = callSite
  if (error instanceof LoadTestError && frame !== undefined && !error.stack?.includes(frame)) {
    error.stack = [error.stack, ...callSite].join('\n')
  }
  return error
}
