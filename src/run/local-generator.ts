import type { watchGenerator } from '../engine/health-monitor.ts'
import { keepHouse } from '../engine/housekeeper.ts'
import { Pacer } from '../engine/pacer.ts'
import type { RunTime } from '../engine/run-time.ts'
import { requestsOf } from '../engine/script.ts'
import { Allowance } from '../http/allowance.ts'
import type { IntervalSink } from '../metrics/interval-sink.ts'
import { Recorder } from '../metrics/recorder.ts'
import type { Ending } from './ending.ts'
import type { GeneratorReport, GeneratorState, LoadGenerator } from './load-generator.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { Loop } from './loop.ts'
import { cutsOf, type Plan } from './plan.ts'
import { createSession } from './session.ts'

/** What a generator needs to know of a plan. */
export type Work = Pick<Plan, 'parts' | 'profile' | 'options' | 'target' | 'events'>

export interface LocalGeneratorOptions {
  readonly work: Work
  readonly time: RunTime
  readonly ending: Ending
  readonly sink: IntervalSink
  readonly watch: typeof watchGenerator
  /** Called at the end of each second, when its interval was handed over. */
  readonly onSecond: (state: GeneratorState) => void
}

/** Generates the load in this thread. */
export class LocalGenerator implements LoadGenerator {
  readonly #options: LocalGeneratorOptions
  readonly #recorder: Recorder
  readonly #allowance: Allowance | undefined
  readonly #pacer: Pacer
  #loops: readonly Loop[] = []
  #monitor: Awaited<ReturnType<typeof watchGenerator>> | undefined
  #usedUpAt: number | undefined
  #vus = 0
  readonly #withoutRows = new Map<string, number>()

  constructor(options: LocalGeneratorOptions) {
    const { work, time, sink } = options
    this.#options = options
    this.#recorder = new Recorder({ stages: work.parts[0].stages, cuts: cutsOf(work), sink })
    this.#allowance = createAllowance(work.options, time)
    this.#allowance?.usedUp.addEventListener('abort', () => {
      this.#usedUpAt = time.now()
    })
    this.#pacer = new Pacer({ time })
  }

  async prepare(): Promise<void> {
    const { work, ending, time } = this.#options
    await prepareTarget(work)
    const run = {
      time,
      pacer: this.#pacer,
      recorder: this.#recorder,
      ending,
      target: work.target,
      allowance: this.#allowance,
      seed: work.options.seed,
      onMoreVus: (more: number): void => this.#addVus(more),
      onRowsUsedUp: (scenario: string, lacking: number): void => {
        this.#withoutRows.set(scenario, (this.#withoutRows.get(scenario) ?? 0) + lacking)
      },
    }
    this.#loops = work.parts.map((part, index) => part.createLoop(createSession(part, index, run)))
    const preparing = this.#loops.flatMap((loop) => loop.prepare?.() ?? [])
    if (preparing.length > 0) await ending.ready(Promise.all(preparing), adviceOn(work.options))
  }

  get spun(): number {
    return this.#pacer.spun
  }

  /** At once; or, of several threads, with moment 0 at a place on the clock's scale. */
  async begin(zero?: number): Promise<void> {
    const { work, time, watch } = this.#options
    this.#monitor = await watch({ time, sink: this.#recorder.health, spun: () => this.spun })
    if (zero === undefined) time.begin(work.options.warmUp)
    else time.beginAt(zero)
  }

  async run(): Promise<GeneratorReport> {
    const { work, time, ending, onSecond } = this.#options
    const monitor = this.#monitor
    const over = new AbortController()
    const housekeeping = keepHouse({
      recorder: this.#recorder,
      time,
      signal: over.signal,
      beforeSecond: async () => await monitor?.sample(),
      onSecond: () => onSecond({ vus: this.#vus, isUsedUp: this.#usedUpAt !== undefined, spun: this.spun }),
    })
    try {
      await ending.within(runAll(this.#loops, ending), Math.max(...work.parts.map(({ latestEnd }) => latestEnd)))
    } finally {
      over.abort()
      await housekeeping
      await monitor?.stop()
    }
    return this.#report()
  }

  finish(last: number): void {
    this.#recorder.close(last)
  }

  #addVus(more: number): void {
    this.#vus += more
    this.#recorder.setVus(this.#vus, this.#options.time.now())
  }

  #report(): GeneratorReport {
    const recorder = this.#recorder
    const names = this.#options.work.parts.map(({ script }) => script.name)
    return {
      lastEnds: Object.fromEntries(names.map((name) => [name, recorder.lastEndOf(name)])),
      lastSample: recorder.lastSample,
      warmUp: { requests: recorder.warmUp.requests, failed: recorder.warmUp.failed },
      hasTooManyEndpoints: recorder.hasTooManyEndpoints,
      hasTooManyChecks: recorder.hasTooManyChecks,
      hasTooManyTrends: recorder.hasTooManyTrends,
      usedUpAt: this.#usedUpAt,
      hasRefused: this.#allowance?.hasRefused ?? false,
      withoutRows: this.#withoutRows,
    }
  }
}

/** Finds out whether declared requests have a target, and loads what the scenarios need. */
async function prepareTarget({ parts, target }: Pick<Work, 'parts' | 'target'>): Promise<void> {
  await reachTarget({ parts, target })
  for (const { script, target: own = target } of parts) {
    if (script.kind === 'function' && script.cookies) await own.loadCookies()
  }
}

/** Finds out whether declared requests have a target. */
export async function reachTarget({ parts, target }: Pick<Work, 'parts' | 'target'>): Promise<void> {
  for (const { script, target: own = target } of parts) {
    for (const { prepared } of requestsOf(script)) await own.reachable(prepared.origin)
  }
}

/** Where one of them can't go on, the others are cut. */
async function runAll(loops: readonly Loop[], ending: Ending): Promise<void> {
  const running = loops.map((loop) => loop.run())
  for (const one of running) one.catch((error) => ending.fail(error))
  for (const ended of await Promise.allSettled(running)) if (ended.status === 'rejected') throw ended.reason
}

/** Without limits there is none, and nothing to ask for each request. */
function createAllowance({ maxRequests, budget }: ReadLoadOptions, { clock }: RunTime): Allowance | undefined {
  return maxRequests === undefined && budget === undefined ? undefined : new Allowance({ maxRequests, budget, clock })
}

export function adviceOn({ budget }: ReadLoadOptions): string {
  return `look at what \`start\` sends${budget === undefined ? '' : ', or raise `budget`, or lower `vus` of the profile'}`
}
