import { LoadTestError, messageOf } from '../core/errors.ts'
import type { AppliedProfile, LoadModel } from '../profile/profile.ts'
import { checkStoredResult } from './check-stored-result.ts'
import { createResources } from './create-resources.ts'
import type { Environment } from './environment.ts'
import type { Finding } from './finding.ts'
import type { Interval } from './interval.ts'
import type { Warning } from './outcome.ts'
import { Records } from './records.ts'
import { NO_RESOURCES, type Resources, type StoredResources } from './resources.ts'
import type { LoadResult, TimelinePoint } from './result.ts'
import { START_SCENARIO } from './sample.ts'
import { Slice, scenariosOf } from './slice.ts'
import { type RunFacts, restoreIntervals, type StoredResult, storeIntervals } from './stored-result.ts'
import { timelineOf } from './timeline.ts'

/** The result of a run, from its intervals and what was sampled meanwhile; `analyze` is called when somebody asks for its findings. */
export function createResult(
  facts: RunFacts,
  intervals: readonly Interval[],
  resources: StoredResources = NO_RESOURCES,
  analyze: Analyze = () => [],
): LoadResult {
  return new MeasuredRun(facts, intervals, resources, analyze)
}

type Analyze = (result: LoadResult) => readonly Finding[]

/**
 * Reads a stored result back: what `JSON.parse` gives of a `result.json`, or of `JSON.stringify(result)`.
 *
 * Throws a `LoadTestError` with code `ERR_LOAD_RESULT` on anything else, which names the place that is damaged.
 */
export function parseResult(stored: StoredResult): LoadResult {
  if (typeof stored !== 'object' || stored === null || !('schemaVersion' in stored)) throw notAResult('got something else')
  if (stored.schemaVersion !== 1)
    throw notAResult(`got version ${JSON.stringify(stored.schemaVersion)}; a newer vitest-load wrote it`)
  const { schemaVersion: _, names: __, intervals: ___, resources, findings = [], ...facts } = stored
  try {
    checkStoredResult(stored)
    return createResult(facts, restoreIntervals(stored), resources, () => findings)
  } catch (cause) {
    throw notAResult(`it is damaged: ${messageOf(cause)}`, cause)
  }
}

/** The intervals that a result is made of. One that another copy of this library made is read from its stored form. */
export function intervalsOf(result: LoadResult): readonly Interval[] {
  return MeasuredRun.intervalsOf(result) ?? restoreIntervals(result.toJSON())
}

class MeasuredRun extends Slice implements LoadResult {
  readonly schemaVersion = 1
  readonly startedAt: string
  readonly model: LoadModel
  readonly profile: AppliedProfile
  readonly seed: number
  readonly environment: Environment
  readonly scenarios: readonly string[]
  readonly endpoints: readonly string[]
  readonly stages: readonly string[]
  readonly warnings: readonly Warning[]
  readonly #facts: RunFacts
  readonly #intervals: readonly Interval[]
  readonly #resources: StoredResources
  readonly #analyze: Analyze
  readonly #lazy: { timeline?: readonly TimelinePoint[]; resources?: Resources; findings?: readonly Finding[] } = {}

  static intervalsOf(result: LoadResult): readonly Interval[] | undefined {
    return #intervals in result ? result.#intervals : undefined
  }

  constructor(facts: RunFacts, intervals: readonly Interval[], resources: StoredResources, analyze: Analyze) {
    const all = new Records(intervals)
    const { name, outcome, scale, stages, duration, events = [] } = facts
    super({ name, outcome: Object.freeze(outcome), scale, stages, events: freezeAll(events), all, resources }, all, {}, [
      { start: 0, end: duration },
    ])
    this.#resources = resources
    this.#analyze = analyze
    this.#facts = facts
    this.#intervals = intervals
    this.startedAt = facts.startedAt
    this.model = facts.model
    this.profile = facts.profile
    this.seed = facts.seed
    this.environment = Object.freeze(facts.environment)
    const requested = all.requested.filter((series) => series.scenario !== START_SCENARIO)
    this.scenarios = distinct(scenariosOf(facts.stages, all).filter((name) => name !== START_SCENARIO))
    this.endpoints = distinct(requested.map((series) => series.endpoint))
    this.stages = distinct(facts.stages.map((stage) => stage.name).filter((name) => name !== ''))
    this.warnings = Object.freeze(facts.warnings)
    Object.freeze(this)
  }

  /** With what ended after the planned time. */
  override get timeline(): readonly TimelinePoint[] {
    const all = [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }]
    this.#lazy.timeline ??= timelineOf(this.#intervals, {}, all, this.#facts.stages)
    return this.#lazy.timeline
  }

  /** With the readings before measuring began, and after it ended. */
  override get resources(): Resources {
    this.#lazy.resources ??= createResources(this.#resources)
    return this.#lazy.resources
  }

  get findings(): readonly Finding[] {
    this.#lazy.findings ??= Object.freeze(this.#analyze(this).map((finding) => Object.freeze({ ...finding })))
    return this.#lazy.findings
  }

  scaled(count: number): number {
    return Math.max(1, Math.round(count * this.scale))
  }

  toJSON(): StoredResult {
    const { series, marks } = this.#resources
    const isSampled = series.length > 0 || marks.length > 0
    return {
      schemaVersion: 1,
      ...this.#facts,
      ...storeIntervals(this.#intervals),
      ...(this.findings.length > 0 && { findings: this.findings }),
      ...(isSampled && { resources: this.#resources }),
    }
  }
}

function freezeAll<T extends object>(list: readonly T[]): readonly T[] {
  return Object.freeze(list.map((one) => Object.freeze({ ...one })))
}

function distinct(names: readonly string[]): readonly string[] {
  return Object.freeze([...new Set(names)])
}

function notAResult(found: string, cause?: unknown): LoadTestError {
  return new LoadTestError('ERR_LOAD_RESULT', `Expected a stored result of schema version 1, ${found}`, { cause })
}
