import { isDeepStrictEqual } from 'node:util'
import type { LoadResult } from '../metrics/result.ts'
import type { AppliedProfile } from '../profile/profile.ts'
import { unfitToCompare } from '../verdict/decide.ts'
import type { Ruling } from '../verdict/verdict.ts'
import type { Baseline, BaselineRun } from './baseline.ts'
import type { ParsedBaselineOptions } from './baseline-limits.ts'
import type { FoundBaseline } from './baseline-store.ts'
import { type BaselineNames, createBaseline } from './create-baseline.ts'
import { describeStoredProfile } from './describe-stored-profile.ts'
import { judgeBaseline } from './judge-baseline.ts'
import { type BaselineMode, judgeMissing } from './missing-baseline.ts'

export interface BaselineQuestion {
  readonly result: LoadResult
  readonly found: FoundBaseline
  readonly mode: BaselineMode
  readonly options: ParsedBaselineOptions
  readonly names: BaselineNames
  /** As a user finds it. */
  readonly path: string
  readonly environment: string
  /** Whether a run that matches is added to the baseline's. */
  readonly addsRuns: boolean
}

/** What came of it: `write` is to be done once the test has passed. */
export interface BaselineAnswer {
  readonly ruling: Ruling
  /** What it was compared with. */
  readonly compared?: Baseline
  readonly write?: { readonly kind: 'added' | 'updated'; readonly baseline: Baseline }
}

/** Holds a result against what there is of a baseline, and decides whether one is written. */
export function matchBaseline(question: BaselineQuestion): BaselineAnswer {
  const { result, found } = question
  const refusal = scaledOf(result)
  if (refusal !== undefined) return answer('inconclusive', question, refusal)
  if (found.kind === 'none') return matchNothing(question, found.others)
  if (found.kind === 'unreadable')
    return renew(question, `${found.message}; restore it from version control, or renew it with -u`)
  const { baseline } = found
  if (baseline.name !== question.names.name) {
    const problem = `it is that of '${baseline.name}', not of '${question.names.name}'; where the test was renamed, renew it with -u`
    return renew(question, problem)
  }
  if (!isSameProfile(baseline.profile, result.profile)) {
    const profiles = `of another profile (${describeStoredProfile(baseline.profile)}; this run: ${describeStoredProfile(result.profile)})`
    return renew(question, `it is ${profiles}; run it as the baseline was run, or renew it with -u`)
  }
  const { ruling, isBeyond } = judgeBaseline(result, baseline, question.options)
  const told = { ...ruling, message: `${ruling.message}${targetNote(baseline, question.names.target)}` }
  if (isBeyond && question.mode === 'all' && cannotKeep(result) === undefined) {
    return { compared: baseline, ...written(question, 'updated', `${told.message}\n${result.name}: so the baseline is renewed`) }
  }
  if (ruling.state === 'pass' && question.addsRuns && cannotKeep(result) === undefined) {
    return { ruling: told, compared: baseline, write: write(question, 'updated', baseline.runs) }
  }
  return { ruling: told, compared: baseline }
}

function matchNothing(question: BaselineQuestion, others: readonly string[]): BaselineAnswer {
  const answered = judgeMissing({ ...question, others, strict: question.options.strict })
  if (answered.kind === 'keep') return keep(question, 'added', answered.because)
  const { ruling } = answer(answered.state, question, answered.what)
  return { ruling: answered.warning === undefined ? ruling : { ...ruling, warning: answered.warning } }
}

/** What is there is of no use: only `-u` writes over it. */
function renew(question: BaselineQuestion, problem: string): BaselineAnswer {
  if (question.mode === 'all') return keep(question, 'updated', 'the baseline was of no use for this run')
  return answer('inconclusive', question, `the baseline ${question.path} can't be compared with: ${problem}`)
}

function keep(question: BaselineQuestion, kind: 'added' | 'updated', because: string): BaselineAnswer {
  const refusal = cannotKeep(question.result)
  if (refusal === undefined) return written(question, kind, `${question.result.name}: ${because}`)
  return answer('inconclusive', question, `${because}, and this run is none to keep as one: ${refusal}`)
}

function written(question: BaselineQuestion, kind: 'added' | 'updated', message: string): BaselineAnswer {
  const told = `${message}: ${question.path} is written when the test has passed`
  return { ruling: { state: 'pass', message: told }, write: write(question, kind, []) }
}

function write({ result, names }: BaselineQuestion, kind: 'added' | 'updated', earlier: readonly BaselineRun[]) {
  return { kind, baseline: createBaseline(result, names, earlier) }
}

/** Why a result is no yardstick for later ones. */
function cannotKeep(result: LoadResult): string | undefined {
  const { total, interrupted } = result.requests
  return total === interrupted ? 'no request came to an end' : unfitToCompare(result)
}

function scaledOf({ scale }: LoadResult): string | undefined {
  if (scale === 1) return undefined
  return `this run is at a scale of ${scale}, and baselines are of whole runs; leave LOAD_SCALE out`
}

function isSameProfile(stored: AppliedProfile, run: AppliedProfile): boolean {
  return isDeepStrictEqual(stored, JSON.parse(JSON.stringify(run)))
}

function targetNote({ environment }: Baseline, target: string | undefined): string {
  if (environment.target === target || environment.target === undefined || target === undefined) return ''
  return ` [target ${environment.target} → ${target}]`
}

function answer(state: Ruling['state'], { result }: BaselineQuestion, problem: string): BaselineAnswer {
  return { ruling: { state, message: `${result.name}: ${problem}` } }
}
