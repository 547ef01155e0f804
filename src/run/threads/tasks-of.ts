import { messageOf } from '../../core/errors.ts'
import { OptionsError } from '../../core/options.ts'
import { partition, shareOf } from '../../profile/partition.ts'
import type { Profile } from '../../profile/profile.ts'
import type { Work } from '../local-generator.ts'
import type { Part, ThreadPlan } from '../plan.ts'
import type { ScriptSource, ThreadOptions, ThreadTask } from './thread-task.ts'

/** What each thread of a run is to do: together, exactly the whole. */
export function tasksOf({ parts, profile, options: all }: Work, { count, caller, settings }: ThreadPlan): ThreadTask[] {
  const { signal: _, abortWhen: __, threads: ___, ...options } = all
  const tasks = Array.from({ length: count }, (_, index) => ({
    caller,
    index,
    of: count,
    settings,
    options: { ...options, ...limitsOf(options, index, count) },
    profile,
    parts: parts.map((part) => ({ source: sourceOf(part), profile: partition(part.profile as Profile, index, count) })),
  }))
  refuseWhatCannotBeSent(caller, tasks)
  return tasks
}

function limitsOf({ maxRequests, budget }: ThreadOptions, index: number, of: number): Partial<ThreadOptions> {
  return {
    maxRequests: maxRequests === undefined ? undefined : shareOf(maxRequests, { index, of }),
    budget: budget === undefined ? undefined : budget / of,
  }
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
