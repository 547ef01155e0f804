import { type Clock, systemClock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { createRandom, type Random } from '../core/random.ts'
import { watchGenerator } from '../engine/health-monitor.ts'
import { keepHouse } from '../engine/housekeeper.ts'
import { Pacer } from '../engine/pacer.ts'
import { createRunTime, type RunTime } from '../engine/run-time.ts'
import type { Script } from '../engine/script.ts'
import { VirtualUser } from '../engine/virtual-user.ts'
import { readEnvironment } from '../metrics/environment.ts'
import { createResult } from '../metrics/load-result.ts'
import type { Outcome, Warning } from '../metrics/outcome.ts'
import { Recorder } from '../metrics/recorder.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Burst, Profile } from '../profile/profile.ts'
import type { StageSpan } from '../profile/timeline.ts'
import type { SamplerTask } from '../sampler/sampler-task.ts'
import { startSampler } from '../sampler/start-sampler.ts'
import { openFeeder, type RowSource } from '../scenario/row-source.ts'
import { warningsOfHealth } from './health-warnings.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import type { ReadLoadOptions } from './load-options.ts'
import { progressOf } from './progress.ts'
import type { RunContext } from './run-context.ts'
import type { Target } from './target.ts'
import { warningsOf } from './warnings.ts'

/** Milliseconds past its planned end, grace included, after which a run is given up. */
const PATIENCE = 30_000

/** The random source of rows; users have those from 1 on, and arrivals those from -2 on. */
const ROWS_SOURCE = -3

/** Milliseconds that a run which was given up has to close what it opened. */
const LAST_WAIT = 2000

/** A run, decided down to the last detail. */
export interface Plan {
  readonly name: string
  readonly script: Script
  readonly model: 'open' | 'closed'
  readonly profile: Profile | Burst
  readonly stages: readonly StageSpan[]
  /** Milliseconds; `undefined` where iterations are counted. */
  readonly planned: number | undefined
  /** Milliseconds from moment 0 after which all must be over, grace included. */
  readonly latestEnd: number
  readonly scale: number
  readonly options: ReadLoadOptions
  readonly target: Target
  /** `undefined`: nothing is sampled. */
  readonly sampling?: SamplerTask | undefined
  readonly warnings: readonly Warning[]
}

/** What drives the load: the loop of a profile. */
export interface Session {
  readonly time: RunTime
  readonly pacer: Pacer
  /** Interrupts everything. */
  readonly signal: AbortSignal
  /** For parts of the load that have no user. */
  readonly random: Random
  /** A user with the next number: one who comes back is somebody else. */
  readonly createUser: () => VirtualUser
  readonly onVus: (active: number) => void
  /** Nobody was free for an iteration of the open model. */
  readonly onDrop: (due: number) => void
}

/** What drives a load. */
export interface Loop {
  /** Gets ready what must be there before the run's time begins. */
  prepare?(): Promise<void>
  run(): Promise<void>
}

/** What a run goes by, and who watches how well it keeps up. */
export interface Machine {
  readonly clock: Clock
  readonly watch: typeof watchGenerator
}

const thisMachine: Machine = { clock: systemClock, watch: watchGenerator }

/** Runs a plan and reports its result. Rejects with a `LoadAbortedError`, or with what made the run pointless. */
export async function measure(
  plan: Plan,
  context: RunContext,
  createLoop: (session: Session) => Loop,
  { clock, watch }: Machine = thisMachine,
): Promise<LoadResult> {
  const { options, script, target } = plan
  if (script.kind === 'request') await target.reachable(script.request.prepared.origin)
  else if (script.cookies) await target.keepCookies()
  const time = createRunTime(clock)
  const recorder = new Recorder({ stages: plan.stages })
  const random = createRandom(options.seed)
  const ending = new Ending(time, [context.signal, ...(options.signal === undefined ? [] : [options.signal])])
  const rows = rowsOf(script, random.fork(ROWS_SOURCE))
  let vus = 0
  let users = 0
  const pacer = new Pacer({ time })
  const session: Session = {
    time,
    pacer,
    signal: ending.signal,
    random: random.fork(0),
    createUser() {
      users += 1
      return new VirtualUser({
        number: users,
        script,
        rows,
        client: target.createClient(time, random.fork(users).fork(0), (error) => ending.fail(error)),
        recorder,
        time,
        random: random.fork(users),
        onFatal: (error) => ending.fail(error),
      })
    },
    onDrop: (due) => recorder.scope(script.name, due).iterationDropped(time.now()),
    onVus: (active) => {
      vus = active
      recorder.setVus(active, time.now())
    },
  }
  const loop = createLoop(session)
  await ending.ready(loop)
  const sampler = plan.sampling && startSampler(plan.sampling, () => pacer.spun)
  await sampler?.ready()
  const monitor = await watch({ time, sink: recorder.health, spun: () => pacer.spun })
  const startedAt = new Date(Date.now() + options.warmUp).toISOString()
  time.begin(options.warmUp)
  sampler?.begin(time.zero)
  const over = new AbortController()
  const housekeeping = keepHouse({
    recorder,
    time,
    signal: over.signal,
    beforeSecond: () => monitor.sample(),
    onSecond: () => context.progress(progressOf(plan, recorder, time.now(), vus)),
  })
  try {
    await ending.within(loop.run(), plan.latestEnd + PATIENCE)
  } finally {
    over.abort()
    await housekeeping
    await monitor.stop()
  }
  const resources = await sampler?.end()

  const outcome = ending.outcome
  const duration = measuredTime(plan, outcome, recorder.lastEnd)
  const intervals = recorder.finish(duration)
  const result = createResult(
    {
      name: plan.name,
      startedAt,
      outcome,
      model: plan.model,
      profile: plan.profile,
      seed: options.seed,
      scale: plan.scale,
      environment: readEnvironment(),
      warnings: [...plan.warnings, ...warningsOf(plan, recorder, intervals), ...warningsOfHealth(intervals, duration)],
      duration,
      stages: clip(plan.stages, duration),
    },
    intervals,
    resources,
  )
  if (ending.error === undefined || result.requests.total > result.requests.interrupted) context.report(result)
  if (ending.error !== undefined) throw ending.error
  if (outcome.state === 'aborted') throw new LoadAbortedError(outcome.reason, result)
  return result
}

/** How a run comes to its end: by itself, by a signal, by an error that makes it pointless, or because it takes far too long. */
class Ending {
  readonly signal: AbortSignal
  error: unknown
  readonly #own = new AbortController()
  readonly #time: RunTime
  #abortedAt: number | undefined

  constructor(time: RunTime, signals: readonly AbortSignal[]) {
    this.#time = time
    this.signal = AbortSignal.any([this.#own.signal, ...signals])
    const note = (): void => {
      this.#abortedAt ??= Math.max(0, time.now())
    }
    if (this.signal.aborted) note()
    else this.signal.addEventListener('abort', note, { once: true })
  }

  get outcome(): Outcome {
    if (this.#abortedAt === undefined) return { state: 'completed' }
    return { state: 'aborted', reason: messageOf(this.signal.reason), at: this.#abortedAt }
  }

  fail(error: unknown): void {
    this.error ??= error
    this.#own.abort(error)
  }

  /** Waits until a loop is ready, but not for ever. */
  async ready(loop: Loop): Promise<void> {
    if (loop.prepare === undefined) return
    const over = new AbortController()
    const ready = loop.prepare().finally(() => over.abort())
    await Promise.race([ready, this.#time.clock.sleep(PATIENCE, AbortSignal.any([over.signal, this.signal]))])
    if (over.signal.aborted || this.signal.aborted) return
    this.#own.abort(new Error(`the first users were not ready after ${PATIENCE / 1000} s: look at what \`start\` sends`))
  }

  /** Waits for the drive, but not for ever: what does not even end when it is cut is left behind. */
  async within(drive: Promise<void>, latest: number): Promise<void> {
    const over = new AbortController()
    const ended = drive.finally(() => over.abort())
    await Promise.race([ended, this.#time.until(latest, over.signal)])
    if (over.signal.aborted) return await ended
    this.#own.abort(new Error(`it did not end ${PATIENCE / 1000} s after its planned end and grace`))
    await Promise.race([ended, this.#time.until(latest + LAST_WAIT, over.signal)])
  }
}

function rowsOf(script: Script, random: Random): RowSource | undefined {
  return script.kind === 'function' && script.data !== undefined ? openFeeder(script.data, random) : undefined
}

function measuredTime({ planned }: Plan, outcome: Outcome, lastEnd: number): number {
  const end = planned ?? lastEnd
  return outcome.state === 'aborted' ? Math.min(planned ?? outcome.at, outcome.at) : end
}

/** Stages up to the end of what was measured; one that was never reached is there with no time of its own. */
function clip(stages: readonly StageSpan[], end: number): StageSpan[] {
  return stages.map((stage) => ({ ...stage, start: Math.min(stage.start, end), end: Math.min(stage.end, end) }))
}
