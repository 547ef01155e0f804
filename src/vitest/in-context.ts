import type { RunContext } from '../run/run-context.ts'
import { type Caller, callSiteOf, withCallSite } from './call-site.ts'

/** The test is not over before the run is, however it ends. What a run rejects with leads to the line that called it. */
export function inContext<T>({ drain }: RunContext, caller: Caller, running: Promise<T>): Promise<T> {
  const callSite = callSiteOf(caller)
  drain(running.catch(() => undefined))
  return running.catch((error) => {
    throw withCallSite(error, callSite)
  })
}
