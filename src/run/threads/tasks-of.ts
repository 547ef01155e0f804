import { messageOf } from '../../core/errors.ts'
import { OptionsError } from '../../core/options.ts'
import { mostUsers } from '../../profile/most-users.ts'
import { partition, shareOf } from '../../profile/partition.ts'
import { isOpen, type Profile } from '../../profile/profile.ts'
import type { Work } from '../local-generator.ts'
import type { Part, ThreadPlan } from '../plan.ts'
import type { ScriptSource, ThreadOptions, ThreadTask } from './thread-task.ts'

/** What each thread of a run is to do: together, exactly the whole. */
export function tasksOf(
  { parts, profile, options: all, events = [] }: Work,
  { count, caller, settings }: ThreadPlan,
): ThreadTask[] {
  const { signal: _, abortWhen: __, threads: ___, events: ____, ...options } = all
  const limits = limitsOf(options, weightsOf(parts, count))
  const tasks = Array.from({ length: count }, (_, index) => ({
    caller,
    index,
    of: count,
    settings,
    options: { ...options, ...limits[index] },
    profile,
    // What is done at those moments is done once, in the main thread.
    cuts: events.map(({ at }) => at),
    parts: parts.map((part) => ({ source: sourceOf(part), profile: partition(part.profile as Profile, index, count) })),
  }))
  refuseWhatCannotBeSent(caller, tasks)
  return tasks
}

/** How much of what is limited each thread needs: by its users, or by its arrivals, of which all have as many. */
function weightsOf(parts: Work['parts'], count: number): number[] {
  const profiles = parts.map(({ profile }) => profile as Profile)
  const isOfArrivals = profiles.some(isOpen)
  return Array.from({ length: count }, (_, index) =>
    isOfArrivals ? 1 : profiles.reduce((sum, profile) => sum + shareOf(mostUsers(profile), { index, of: count }), 0),
  )
}

/** In proportion to the weights; at least one request for each, of which there are enough. */
function limitsOf({ maxRequests, budget }: ThreadOptions, weights: readonly number[]): Partial<ThreadOptions>[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const more = maxRequests === undefined ? 0 : maxRequests - weights.length
  let before = 0
  return weights.map((weight) => {
    const [from, to] = [before, before + weight].map((sum) => Math.floor((more * sum) / total)) as [number, number]
    before += weight
    return {
      maxRequests: maxRequests === undefined ? undefined : 1 + to - from,
      budget: budget === undefined ? undefined : (budget * weight) / total,
    }
  })
}

function sourceOf({ script, module }: Part): ScriptSource {
  if (module !== undefined) return { kind: 'module', href: module, name: script.name }
  if (script.kind === 'function') throw new TypeError(`${script.name} cannot be sent to another thread`)
  return { kind: 'declared', script }
}

/** Such as a function among the options of TLS. */
function refuseWhatCannotBeSent(caller: string, tasks: readonly ThreadTask[]): void {
  try {
    structuredClone(tasks)
  } catch (error) {
    const message = `Expected options that can be sent to another thread, as \`threads\` asks for, got some that cannot: ${messageOf(error)}`
    throw new OptionsError(caller, [{ at: 'threads', message }])
  }
}
