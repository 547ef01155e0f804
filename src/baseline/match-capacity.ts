import { isDeepStrictEqual } from 'node:util'
import type { CapacityResult } from '../metrics/capacity-result.ts'
import type { Ruling } from '../verdict/verdict.ts'
import type { FoundAs } from './baseline-store.ts'
import { type CapacityBaseline, createCapacityBaseline } from './capacity-baseline.ts'
import type { ParsedCapacityOptions } from './capacity-limits.ts'
import type { BaselineNames } from './create-baseline.ts'
import { judgeCapacityBaseline } from './judge-capacity-baseline.ts'
import { type BaselineMode, judgeMissing } from './missing-baseline.ts'

export interface CapacityQuestion {
  readonly result: CapacityResult
  readonly found: FoundAs<CapacityBaseline>
  readonly mode: BaselineMode
  readonly options: ParsedCapacityOptions
  readonly names: BaselineNames
  /** As a user finds it. */
  readonly path: string
  readonly environment: string
}

/** What came of it: `write` is to be done once the test has passed. */
export interface CapacityAnswer {
  readonly ruling: Ruling
  readonly isCompared: boolean
  readonly write?: { readonly kind: 'added' | 'updated'; readonly baseline: CapacityBaseline }
}

/** Holds what a search found against what there is of a baseline, and decides whether one is written: as `matchBaseline` does for loads. */
export function matchCapacity(question: CapacityQuestion): CapacityAnswer {
  const { result, found, mode, path, environment, options, names } = question
  if (result.scale !== 1) {
    return tell(
      'inconclusive',
      `this search is at a scale of ${result.scale}, and baselines are of whole ones; leave LOAD_SCALE out`,
    )
  }
  if (found.kind === 'none') {
    const answered = judgeMissing({ mode, others: found.others, environment, path, strict: options.strict })
    if (answered.kind === 'keep') return keep('added', answered.because)
    const { ruling, isCompared } = tell(answered.state, answered.what)
    return { isCompared, ruling: answered.warning === undefined ? ruling : { ...ruling, warning: answered.warning } }
  }
  const problem = found.kind === 'unreadable' ? found.message : incomparable(result, found.baseline, names)
  if (found.kind === 'unreadable' || problem !== undefined) {
    if (mode === 'all') return keep('updated', 'the baseline was of no use for this search')
    return tell('inconclusive', `the baseline ${path} can't be compared with: ${problem}; restore it, or renew it with -u`)
  }
  const { ruling, isBeyond } = judgeCapacityBaseline(result, found.baseline, options.capacity)
  if (!isBeyond || mode !== 'all' || createCapacityBaseline(result, names) === undefined) return { ruling, isCompared: true }
  return keep('updated', 'the capacity is another')

  function keep(kind: 'added' | 'updated', because: string): CapacityAnswer {
    const baseline = createCapacityBaseline(result, names)
    if (baseline === undefined)
      return tell('inconclusive', `${because}, and this search is none to keep as one: it found no limit`)
    const told = tell('pass', `${because}: ${path} is written when the test has passed`)
    return { ...told, write: { kind, baseline } }
  }

  function tell(state: Ruling['state'], what: string): CapacityAnswer {
    return { isCompared: false, ruling: { state, message: `${result.name}: ${what}` } }
  }
}

function incomparable(result: CapacityResult, baseline: CapacityBaseline, { name }: BaselineNames): string | undefined {
  if (baseline.name !== name) return `it is that of '${baseline.name}', not of '${name}'`
  if (baseline.unit !== result.unit) return `it is one of ${baseline.unit === 'rate' ? 'a rate' : 'users'}`
  if (isDeepStrictEqual(baseline.objective, { ...result.objective })) return undefined
  return `it is of another objective (${JSON.stringify(baseline.objective)}; this search: ${JSON.stringify(result.objective)})`
}
