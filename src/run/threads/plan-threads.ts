import { availableParallelism } from 'node:os'
import { formatCount } from '../../core/format.ts'
import { OptionsError, type Problem } from '../../core/options.ts'
import { requestsOf } from '../../engine/script.ts'
import type { Warning } from '../../metrics/outcome.ts'
import { mostUsers } from '../../profile/most-users.ts'
import { isOpen } from '../../profile/profile.ts'
import { ofScenario } from '../apply-profile.ts'
import type { Part, Plan, ThreadPlan } from '../plan.ts'
import type { LoadSettings } from '../run-context.ts'

type PlannedWork = Pick<Plan, 'parts' | 'profile' | 'options'>

/** In how many threads a run is done, and what a reader of the result should know of it. */
export interface PlannedThreads {
  /** `undefined`: in this thread. */
  readonly threads: ThreadPlan | undefined
  readonly warnings: readonly Warning[]
}

/**
 * Plans the threads of a run: as many as it was told, but not more than there are users to share out.
 *
 * @throws {OptionsError} if a scenario can't be sent to another thread.
 */
export function planThreads(caller: string, work: PlannedWork, settings: LoadSettings): PlannedThreads {
  const wanted = work.options.threads
  if (wanted === 1) return { threads: undefined, warnings: [] }
  refuseFunctions(caller, work, wanted)
  const { most, because } = mostThreads(work)
  const count = Math.min(wanted, most)
  const warnings: Warning[] = []
  if (count < wanted) {
    const message = `Only ${formatCount(count)} of ${formatCount(wanted)} threads ${count === 1 ? 'was' : 'were'} used: ${because}`
    warnings.push({ code: 'fewer-threads', message })
  }
  const cores = availableParallelism()
  if (count > cores) {
    const message = `${formatCount(count)} threads shared ${cores === 1 ? 'one core' : `${cores} cores`}: more threads than cores generate no more load`
    warnings.push({ code: 'threads-share-cores', message })
  }
  return { threads: count === 1 ? undefined : { count, caller, settings }, warnings }
}

/** In the open model nobody is there for the arrivals of a thread without users; in the closed one it has nothing to do. */
function mostThreads({ parts, options }: PlannedWork): { readonly most: number; readonly because: string } {
  const profiles = parts.flatMap(({ profile }) => (profile.kind === 'burst' ? [] : profile))
  const users = Math.max(...profiles.map(mostUsers))
  const most = Math.min(users, ...profiles.filter(isOpen).map(({ vus }) => vus))
  const { maxRequests = Number.POSITIVE_INFINITY } = options
  if (maxRequests < most) return { most: maxRequests, because: `\`maxRequests\` is ${formatCount(maxRequests)}` }
  return { most, because: `there ${most === 1 ? 'is one user' : `are ${formatCount(most)} users`} to share out` }
}

function refuseFunctions(caller: string, { parts, profile }: PlannedWork, threads: number): void {
  const isNamed = profile.kind === 'together'
  const problems = parts.flatMap((part) => {
    const what = whatCannotBeSent(part)
    return what === undefined ? [] : [ofScenario(refusal(what, threads), isNamed ? part.script.name : undefined)]
  })
  if (problems.length > 0) throw new OptionsError(caller, problems)
}

function refusal(what: string, threads: number): Problem {
  const message =
    `Expected a scenario that can go to another thread, as \`threads: ${threads}\` asks for, got ${what}: functions can't be sent. ` +
    "Export it from a module of its own, such as checkout.scenario.mts, and give its URL: new URL('./checkout.scenario.mts', import.meta.url)"
  return { at: 'threads', message }
}

function whatCannotBeSent({ script, module }: Part): string | undefined {
  if (module !== undefined) return undefined
  if (script.kind === 'function') return 'a function or a scenario()'
  return requestsOf(script).some(({ expect }) => typeof expect === 'function')
    ? 'a request whose `expect` is a function'
    : undefined
}
