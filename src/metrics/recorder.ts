import type { StageSpan } from '../profile/timeline.ts'
import { ErrorKinds } from './error-kinds.ts'
import { Grid } from './grid.ts'
import { HealthCell, type HealthSink } from './health-cell.ts'
import { IntervalDrafts } from './interval-drafts.ts'
import type { IntervalSink } from './interval-sink.ts'
import { LimitedNames } from './limited-names.ts'
import { type Ledger, RecordingScope, type Scope, type Scopes, WarmUpScope } from './scope.ts'
import { StagedScopes } from './staged-scopes.ts'

export const MAX_ENDPOINTS = 200
export const MAX_CHECKS = 200
export const MAX_TRENDS = 200

export interface RecorderOptions {
  /** At least one. */
  readonly stages: readonly StageSpan[]
  /** Moments on whose two sides no interval may lie, besides the stages' bounds. */
  readonly cuts?: readonly number[]
  /** Gets the intervals when they are closed. */
  readonly sink: IntervalSink
}

/** Counts samples into intervals. It does not know who measures, nor what is done with the intervals. */
export class Recorder implements Scopes {
  readonly #ledger: Ledger
  readonly #scopes = new Map<string, Map<string, RecordingScope>>()
  readonly #warmUp = new WarmUpScope()
  readonly #own: Scopes
  readonly #health: HealthCell

  constructor({ stages, cuts = [], sink }: RecorderOptions) {
    const grid = new Grid(cutsOf(stages, cuts))
    this.#own = this.staged(stages)
    this.#ledger = {
      grid,
      drafts: new IntervalDrafts(grid, sink),
      kinds: new ErrorKinds(),
      endpoints: new LimitedNames(MAX_ENDPOINTS),
      checks: new LimitedNames(MAX_CHECKS),
      trends: new LimitedNames(MAX_TRENDS),
      lastSample: 0,
    }
    this.#health = new HealthCell(grid, (bounds, health) => this.#ledger.drafts.addHealth(bounds, health))
  }

  /** When the last iteration of a scenario ended. */
  lastEndOf(scenario: string): number {
    const scopes = this.#scopes.get(scenario)?.values() ?? []
    return Math.max(0, ...[...scopes].map(({ lastEnd }) => lastEnd))
  }

  /** When the last sample of all ended. */
  get lastSample(): number {
    return this.#ledger.lastSample
  }

  /** Whether there were more endpoints than are told apart. */
  get hasTooManyEndpoints(): boolean {
    return this.#ledger.endpoints.overflowed
  }

  /** Whether there were more checks than are told apart. */
  get hasTooManyChecks(): boolean {
    return this.#ledger.checks.overflowed
  }

  /** Whether there were more custom metrics than are told apart. */
  get hasTooManyTrends(): boolean {
    return this.#ledger.trends.overflowed
  }

  /** Where the generator's own health is noted. */
  get health(): HealthSink {
    return this.#health
  }

  /** What was left out of the intervals, because its iteration was due in the warm-up. */
  get warmUp(): { readonly requests: number; readonly failed: number } {
    return this.#warmUp
  }

  /** Where an iteration that was due at `due` is counted, whenever it ends. */
  scope(scenario: string, due: number): Scope {
    return this.#own.scope(scenario, due)
  }

  /** The scopes of scenarios that have stages of their own; their bounds are to be among the `cuts`. */
  staged(stages: readonly StageSpan[]): Scopes {
    return new StagedScopes(stages, this.#warmUp, (scenario, stage) => this.#scopeOf(scenario, stage))
  }

  #scopeOf(scenario: string, stage: string): Scope {
    let stages = this.#scopes.get(scenario)
    if (stages === undefined) {
      stages = new Map()
      this.#scopes.set(scenario, stages)
    }
    let scope = stages.get(stage)
    if (scope === undefined) {
      scope = new RecordingScope({ scenario, stage }, this.#ledger)
      stages.set(stage, scope)
    }
    return scope
  }

  /** Notes how many users are active from a moment on. */
  setVus(vus: number, moment: number): void {
    this.#ledger.drafts.setVus(vus, moment)
  }

  /** Closes what ended by `until`, in steps of one endpoint each, so that whoever drives it never stalls the loop. */
  *tidy(until: number): Generator<void> {
    for (const stages of this.#scopes.values()) {
      for (const scope of stages.values()) yield* scope.tidy(until)
    }
    if (this.#health.isOverdue(until)) this.#health.close()
    yield* this.#ledger.drafts.seal(until)
  }

  /** Closes everything, at the end of a run, all at once; returns that end: `end`, or when the last sample ended. */
  close(end: number): number {
    const last = Math.max(0, end, this.#ledger.lastSample)
    for (const _ of this.tidy(this.#ledger.grid.intervalAt(last).end));
    return last
  }
}

/** Where no interval of such a recorder lies on both sides. */
export function cutsOf(stages: readonly StageSpan[], cuts: readonly number[] = []): number[] {
  return [...cuts, ...stages.flatMap(({ start, end }) => [start, end])].filter(Number.isFinite)
}
