import { type StageSpan, stageAt } from '../profile/timeline.ts'
import type { Scope, Scopes } from './scope.ts'

/** The scopes of scenarios that go through the same stages. */
export class StagedScopes implements Scopes {
  readonly #stages: readonly StageSpan[]
  readonly #warmUp: Scope
  readonly #scopeOf: (scenario: string, stage: string) => Scope
  #last: { readonly scenario: string; readonly start: number; readonly end: number; readonly scope: Scope } | undefined

  /** `scopeOf` gives the one of a scenario in a stage; what is due before moment 0 goes to `warmUp`. */
  constructor(stages: readonly StageSpan[], warmUp: Scope, scopeOf: (scenario: string, stage: string) => Scope) {
    this.#stages = stages
    this.#warmUp = warmUp
    this.#scopeOf = scopeOf
  }

  scope(scenario: string, due: number): Scope {
    if (due < 0) return this.#warmUp
    // Most iterations are due in the stage and scenario of the one before.
    const last = this.#last
    if (last !== undefined && last.scenario === scenario && due >= last.start && due < last.end) return last.scope
    const span = stageAt(this.#stages, due)
    const scope = this.#scopeOf(scenario, span.name)
    this.#last = { scenario, start: span.start, end: span.end, scope }
    return scope
  }
}
