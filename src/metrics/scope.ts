import type { ErrorKinds } from './error-kinds.ts'
import type { Grid } from './grid.ts'
import type { IntervalDrafts } from './interval-drafts.ts'
import { IterationCell } from './iteration-cell.ts'
import type { LimitedNames } from './limited-names.ts'
import { RequestCell } from './request-cell.ts'
import type { IterationSample, RequestSample, ThinkTimeSample } from './sample.ts'

/** Where a virtual user puts what it measured: one scenario in one stage. Moments are milliseconds since the start of measuring. */
export interface Scope {
  request(sample: RequestSample): void
  /** `lag`: milliseconds since it was due, in the open model. */
  iterationStarted(moment: number, lag?: number): void
  iterationDropped(moment: number): void
  iterationEnded(sample: IterationSample): void
  thinkTimeEnded(sample: ThinkTimeSample): void
  check(name: string, passed: boolean, moment: number): void
  /** One value of a custom metric, at least 0. */
  trend(name: string, value: number, moment: number): void
}

/** Where the iterations of one scenario are counted. */
export interface Scopes {
  /** Where an iteration that was due at `due` is counted, whenever it ends. */
  scope(scenario: string, due: number): Scope
}

/** What all scopes of a recorder share. */
export interface Ledger {
  readonly grid: Grid
  readonly drafts: IntervalDrafts
  readonly kinds: ErrorKinds
  readonly endpoints: LimitedNames
  readonly checks: LimitedNames
  readonly trends: LimitedNames
  /** When the last sample of all ended, also of those beside the totals. */
  lastSample: number
}

/** Counts into intervals. */
export class RecordingScope implements Scope {
  readonly #name: { readonly scenario: string; readonly stage: string }
  readonly #ledger: Ledger
  readonly #cells = new Map<string, RequestCell>()
  readonly #iterations: IterationCell
  /** When its last iteration ended. */
  lastEnd = 0

  constructor(name: { readonly scenario: string; readonly stage: string }, ledger: Ledger) {
    this.#name = name
    this.#ledger = ledger
    this.#iterations = new IterationCell(name, ledger.grid, (bounds, series) => ledger.drafts.addIterations(bounds, series))
  }

  request(sample: RequestSample): void {
    const cell = this.#cells.get(sample.endpoint) ?? this.#cellOf(this.#ledger.endpoints.admit(sample.endpoint))
    cell.record(sample)
    if (sample.end > this.#ledger.lastSample) this.#ledger.lastSample = sample.end
  }

  iterationStarted(moment: number, lag?: number): void {
    this.#iterations.start(moment, lag)
  }

  iterationDropped(moment: number): void {
    this.#iterations.drop(moment)
  }

  iterationEnded(sample: IterationSample): void {
    this.#iterations.end(sample)
    if (sample.end > this.lastEnd) this.lastEnd = sample.end
    if (sample.end > this.#ledger.lastSample) this.#ledger.lastSample = sample.end
  }

  thinkTimeEnded(sample: ThinkTimeSample): void {
    this.#iterations.think(sample)
  }

  trend(name: string, value: number, moment: number): void {
    this.#iterations.trend(this.#ledger.trends.admit(name), value, moment)
  }

  check(name: string, passed: boolean, moment: number): void {
    this.#iterations.check(this.#ledger.checks.admit(name), passed, moment)
  }

  /** Closes what ended by `until`, a step for each endpoint. */
  *tidy(until: number): Generator<void> {
    for (const cell of this.#cells.values()) {
      if (!cell.isOverdue(until)) continue
      cell.close()
      yield
    }
    if (this.#iterations.isOverdue(until)) this.#iterations.close()
  }

  #cellOf(endpoint: string): RequestCell {
    const known = this.#cells.get(endpoint)
    if (known !== undefined) return known
    const { grid, kinds, drafts } = this.#ledger
    const cell = new RequestCell({ ...this.#name, endpoint }, grid, kinds, (bounds, series) => drafts.addRequests(bounds, series))
    this.#cells.set(endpoint, cell)
    return cell
  }
}

/** Counts only how much there was: a sample whose iteration was due in the warm-up is no part of the result. */
export class WarmUpScope implements Scope {
  requests = 0
  failed = 0

  request({ outcome }: RequestSample): void {
    this.requests += 1
    if (outcome === 'failed') this.failed += 1
  }

  iterationStarted(): void {}
  iterationDropped(): void {}
  iterationEnded(): void {}
  thinkTimeEnded(): void {}
  check(): void {}
  trend(): void {}
}
