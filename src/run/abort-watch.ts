import type { Interval } from '../metrics/interval.ts'
import { type AbortConditions, type Glance, glanceAt, reasonToAbort } from '../verdict/abort-condition.ts'
import type { RunWatch } from './plan.ts'

/** Keeps of the last seconds of a run what the conditions of `abortWhen` ask for. */
export class AbortWatch implements RunWatch {
  readonly #conditions: AbortConditions
  #glances: readonly Glance[] = []

  constructor(conditions: AbortConditions) {
    this.#conditions = conditions
  }

  /** A second is over. */
  add(interval: Interval): void {
    this.#glances = [...this.#glances, glanceAt(interval, this.#conditions)]
  }

  /** Why the run should not go on, at a moment. */
  reason(now: number): string | undefined {
    const { window, after } = this.#conditions
    this.#glances = this.#glances.filter(({ end }) => end > now - window)
    return now < after ? undefined : reasonToAbort(this.#conditions, this.#glances)
  }
}
