import { LoadTestError } from '../core/errors.ts'

/** A function that users call. */
export type Caller = (...given: never[]) => unknown

/** Where a function was called, as the frames of a stack. To be asked for before its first `await`. */
export function callSiteOf(caller: Caller): string {
  const site = new Error()
  Error.captureStackTrace(site, caller)
  return site.stack?.replace(/^Error\n/, '') ?? ''
}

/**
 * Adds the call to the stack of an error of ours: those come from deep in the library, and the way back to the test is lost where
 * several wait for the same promise.
 */
export function withCallSite(error: unknown, callSite: string): unknown {
  const [frame = ''] = callSite.split('\n', 1)
  if (error instanceof LoadTestError && !error.stack?.includes(frame)) error.stack = `${error.stack}\n${callSite}`
  return error
}
