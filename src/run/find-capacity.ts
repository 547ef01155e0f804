import { systemClock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import type { CapacityLevel, CapacityResult } from '../metrics/capacity-result.ts'
import { readEnvironment } from '../metrics/environment.ts'
import type { Outcome, Warning } from '../metrics/outcome.ts'
import type { LoadResult, Measurement } from '../metrics/result.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { overridesFromEnvironment } from '../profile/overrides.ts'
import type { Profile } from '../profile/profile.ts'
import { scaleFromEnvironment } from '../profile/scale.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { modelOf } from './apply-profile.ts'
import { type CapacityOptions, type ReadCapacity, readCapacity } from './capacity-options.ts'
import { createCapacityResult } from './capacity-result.ts'
import { beginSearch, type Done, endSearch, interruptSearch, nextStep, withOutcome } from './capacity-search.ts'
import { compileScript } from './compile-script.ts'
import { parseBesideScripts } from './compile-scripts.ts'
import { coolDown } from './cool-down.ts'
import { type EndedLevel, judgeLevel } from './judge-level.ts'
import { nameOfLevel } from './ladder-options.ts'
import { createLevelRest, probeProfile } from './level-rest.ts'
import { LevelWatch } from './level-watch.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import { scaleOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { Plan } from './plan.ts'
import type { RunContext } from './run-context.ts'
import { scenarioPart } from './scenario-part.ts'
import { createTarget } from './target.ts'

/** Milliseconds that a level lasts at least, at any scale: with less there is nothing to see in the growth of its seconds. */
const SHORTEST_LEVEL = 3000
/** Times the highest limit of latency that a level lasts: a queue that grows by 4 % is past the limit by then. */
const LIMITS_PER_LEVEL = 25

/** Searches the limit of a target: what `findCapacity()` does, in a context that is given. */
export async function runFindCapacity<State>(
  scenario: ScenarioInput<State>,
  given: CapacityOptions,
  context: RunContext,
): Promise<CapacityResult> {
  const hasBaseUrl = (given?.baseUrl ?? context.settings.baseUrl) !== undefined
  const scale = scaleFromEnvironment(process.env)
  const inputs = [{ name: undefined, input: scenario }]
  const read = await parseBesideScripts('findCapacity', inputs, hasBaseUrl, (problems) => readCapacity(given, problems))
  const { unit, objective } = read
  const options = scaleOptions(read.options, scale)
  const name = options.name ?? context.name
  const target = await createTarget('findCapacity', options, context.settings)
  const script = await compileScript('findCapacity', scenario, target.defaults)
  const duration = durationOf(read, scale)
  const startedAt = new Date().toISOString()
  const begun = systemClock.now()

  const plan = (level: string, profile: Profile, more?: Partial<Plan>): Plan => ({
    name: `${name}, ${level}`,
    model: modelOf([profile]),
    profile,
    parts: [scenarioPart(script, profile, more?.options ?? options)],
    scale,
    options,
    target,
    warnings: [],
    ...more,
  })
  const probe = async (): Promise<number | undefined> => {
    const alone = { ...options, warmUp: 0, sample: false as const, metrics: undefined }
    const { latency, requests } = await measure(plan('probe', probeProfile, { options: alone }), unseen(context))
    return requests.succeeded === 0 ? undefined : latency.p50
  }
  const measureLevel = async (load: number): Promise<EndedLevel> => {
    const rate = unit === 'rate' ? load : undefined
    const profile = rate === undefined ? constantVus(load, duration) : constantRate(rate, duration, usersFor(rate, read))
    const watch = new LevelWatch({ objective, duration, rate })
    const level = plan(nameOfLevel(unit === 'rate' ? 'rate' : 'users', load), profile, { watch })
    let measured: LoadResult | undefined
    const keeping: RunContext = {
      ...unreported(context),
      report(result) {
        measured = result
      },
    }
    const result = await measure(level, keeping).catch((error: unknown) => {
      if (error instanceof LoadAbortedError && watch.stop !== undefined) return error.result
      // No level of the search: it is shown for itself, unless it had not begun when the search was over.
      if (measured !== undefined && (measured.requests.total > 0 || levels.length === 0)) context.report(measured)
      throw error
    })
    return { result, seconds: watch.seconds, stop: watch.stop, rate }
  }

  const levels: CapacityLevel[] = []
  const warnings = [...warningsOfOverrides()]
  let search = beginSearch(read.bounds)
  const climb = async (): Promise<Done> => {
    const rest = await createLevelRest(probe)
    let isGone = false
    let step = nextStep(search)
    while (step.kind === 'measure') {
      const { load } = step
      const ended = await measureLevel(load)
      const judgement = judgeLevel(ended, objective)
      levels.push(levelOf(load, ended.result, judgement))
      search = withOutcome(search, { load, verdict: judgement.verdict })
      if (!isGone) {
        await coolDown(context)
        const unsettled = await rest.settle(context.signal)
        if (unsettled !== undefined)
          warnings.push({ code: unsettled.isGone ? 'target-gone' : 'not-settled', message: unsettled.message })
        isGone = unsettled?.isGone === true
      }
      // Of one that was held the next level tells that the target is down.
      step = isGone && judgement.verdict !== 'met' ? endSearch(search) : nextStep(search)
    }
    return step
  }
  const report = (found: Done, outcome: Outcome): CapacityResult => {
    const facts = { name, startedAt, outcome, unit, scale, environment: readEnvironment(), objective: objective.limits }
    const result = createCapacityResult({ facts: { ...facts, ...boundsOf(read) }, found, levels, warnings })
    context.reportStudy(result)
    return result
  }
  const found = await climb().catch((error: unknown) => {
    if (levels.length > 0) report(interruptSearch(search), abortedBy(error, systemClock.now() - begun))
    throw error
  })
  return report(found, { state: 'completed' })
}

function abortedBy(error: unknown, at: number): Outcome {
  const ended = error instanceof LoadAbortedError ? error.result.outcome : undefined
  return { state: 'aborted', reason: ended?.state === 'aborted' ? ended.reason : messageOf(error), at }
}

/** As with a ladder: with `LOAD_VUS` all levels would be one. */
function warningsOfOverrides(): Warning[] {
  const { vus, rate, duration } = overridesFromEnvironment(process.env)
  const ignored = Object.entries({ LOAD_VUS: vus, LOAD_RATE: rate, LOAD_DURATION: duration }).filter(
    ([, value]) => value !== undefined,
  )
  return ignored.map(([name]) => ({ code: 'profile-overridden', message: `${name} has no effect: a search has its own levels` }))
}

function boundsOf({ bounds: { from, to, resolution } }: ReadCapacity): Pick<CapacityResult, 'from' | 'to' | 'resolution'> {
  return { from, to, resolution }
}

function durationOf({ levelDuration, objective }: ReadCapacity, scale: number): number {
  return Math.max(levelDuration * scale, SHORTEST_LEVEL, (objective.latency ?? 0) * LIMITS_PER_LEVEL)
}

/** Twice as many users as there are in flight at the limit: what the profile has by itself is for latencies of seconds. */
function usersFor(rate: number, { objective }: ReadCapacity): { readonly maxVus?: number } {
  const inFlight = Math.ceil(((rate * (objective.latency ?? 0)) / 1000) * 2)
  return inFlight > Math.max(100, rate * 10) ? { maxVus: inFlight } : {}
}

function levelOf(offered: number, result: Measurement, judgement: ReturnType<typeof judgeLevel>): CapacityLevel {
  const { succeeded, failed } = result.requests
  return Object.freeze({
    offered,
    achieved: result.throughput.mean,
    p95: result.latency.p95,
    errorRate: succeeded + failed === 0 ? undefined : failed / (succeeded + failed),
    duration: result.duration,
    ...judgement,
  })
}

/** Levels show how far they are, but the search is the result. */
function unreported({ settings, signal, progress, drain }: RunContext): RunContext {
  return { name: 'level', settings, signal, progress, report() {}, reportStudy() {}, drain }
}

function unseen(context: RunContext): RunContext {
  return { ...unreported(context), progress() {} }
}
