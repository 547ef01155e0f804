import { duration, expected, integer, object, optional, type Reader } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { runFanOut } from '../engine/fan-out.ts'
import type { RequestLine, RequestOptions } from '../http/request.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Burst } from '../profile/profile.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import { compileScript } from './compile-script.ts'
import { parseBesideScripts } from './compile-scripts.ts'
import { coolDown } from './cool-down.ts'
import { type LoadOptions, runFields } from './load-options.ts'
import { measure } from './measure.ts'
import type { Part } from './plan.ts'
import type { RunContext } from './run-context.ts'
import { createTarget } from './target.ts'

/** What is done for one item of a fan-out: the item is `data`. */
export type FanOutFunction<Item> = (context: ScenarioContext<undefined, Item>) => unknown

/** What a fan-out is told besides the items and what is done: what a load is told, without a warm-up, threads and events. */
export interface FanOutOptions extends Omit<LoadOptions, 'warmUp' | 'threads' | 'events'> {
  /** How many calls are under way at a time: a whole number of at least 1. @default all at once */
  readonly concurrency?: number
  /**
   * When calls that are still under way are cut, and no more are started; milliseconds, above 0, or text such as `'30m'`.
   * @default 10 min, or more where `timeout` asks for it: as long as all calls take that each use up theirs
   */
  readonly maxDuration?: Duration
}

/** Milliseconds that a burst may take at least. */
const USUAL_BURST = 600_000

/** Does something once for each item, all at once: what `fanOut()` does, in a context that is given. */
export async function runBurst<Item>(
  itemsOrNumber: number | readonly Item[],
  input: RequestLine | RequestOptions | FanOutFunction<Item>,
  given: FanOutOptions | undefined,
  context: RunContext,
): Promise<LoadResult> {
  const hasBaseUrl = (given?.baseUrl ?? context.settings.baseUrl) !== undefined
  const {
    items,
    concurrency,
    maxDuration,
    threads: _,
    ...read
  } = await parseBesideScripts('fanOut', [{ name: undefined, input }], hasBaseUrl, (problems) => ({
    items: readItems(itemsOrNumber, '', problems),
    ...fanOutOptions(given, '', problems),
  }))
  const options = { ...read, warmUp: 0, threads: 1 }
  const target = await createTarget('fanOut', options, context.settings)
  const burst: Burst = Object.freeze({
    kind: 'burst',
    iterations: items.length,
    concurrency: Math.min(concurrency ?? items.length, items.length),
  })
  const rounds = Math.ceil(burst.iterations / burst.concurrency)
  const end = maxDuration ?? Math.max(USUAL_BURST, rounds * options.timeout)
  const part: Part = {
    script: await compileScript('fanOut', input, target.defaults),
    profile: burst,
    stages: [{ name: '', start: 0, end: Number.POSITIVE_INFINITY }],
    planned: undefined,
    latestEnd: end,
    createLoop: (session) => ({ run: () => runFanOut({ items, concurrency: burst.concurrency, end, ...session }) }),
  }
  const name = options.name ?? context.name
  const result = await measure(
    { name, model: 'closed', profile: burst, parts: [part], scale: 1, options, target, warnings: [] },
    context,
  )
  await coolDown(context)
  return result
}

const noThreads: Reader<undefined> = (found, at, problems) => {
  if (found === undefined) return
  problems.push({
    at,
    message: 'Expected no `threads`: the calls of a fanOut are made in one thread. `load` and `loadAll` take them',
  })
}

const fanOutOptions = object({
  ...runFields,
  concurrency: optional(integer()),
  maxDuration: optional(duration()),
  threads: noThreads,
})

const MOST_CALLS = 1_000_000

const readItems: Reader<readonly unknown[]> = (found, at, problems) => {
  if (Array.isArray(found) && found.length > 0) return found
  if (Number.isSafeInteger(found) && (found as number) >= 1 && (found as number) <= MOST_CALLS) {
    return new Array<undefined>(found as number).fill(undefined)
  }
  expected('a whole number from 1 to 1000000 or a list with at least one item', found, at, problems)
  return []
}
