import { formatCount } from '../../core/format.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { decide } from '../../verdict/decide.ts'
import type { KnownFigure } from '../../verdict/figure.ts'
import { type Limit, meets } from '../../verdict/limit.ts'
import { FIGURES } from '../../verdict/metric-figures.ts'
import { plural } from '../../verdict/sentence.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { describeContrast, isNewFailures } from './describe-contrast.ts'
import type { ContrastFinding, JudgedContrast } from './find-regressions.ts'
import { fromScale, limitOnScale, toScale } from './metric-scale.ts'
import type { RegressionLimits } from './regression-limits.ts'

/** Two sides that were compared. */
export interface Compared {
  readonly candidate: readonly [LoadResult, ...LoadResult[]]
  /** Results that the baseline was taken from; none of a stored one. */
  readonly base: readonly LoadResult[]
  readonly findings: readonly ContrastFinding[]
  /** What a reader must know besides, such as endpoints that only one side has. */
  readonly doubts: readonly string[]
  /** What it was compared with: `5 earlier runs`. */
  readonly against: string
  /** Whether one generator measured both at the same time: what it adds itself it adds to both, so a regression is none of its making. */
  readonly isSideBySide: boolean
}

/** What is worse for sure fails. What cannot be told passes with a warning; where it is strict, it fails too. */
export function judgeRegression(compared: Compared, { confidence, strict }: RegressionLimits): Verdict {
  const { candidate, base, findings, doubts, against, isSideBySide } = compared
  const isNamed = new Set(findings.map(({ endpoint }) => endpoint)).size > 1
  const tell = (finding: ContrastFinding): string => describeContrast(finding, confidence, isNamed)
  const regressions = findings.filter(({ state }) => state === 'regression') as readonly JudgedContrast[]
  const unclear = findings.filter(({ state }) => state === 'unclear').map((finding) => `it cannot be told: ${tell(finding)}`)
  const unknown = findings.filter(({ state }) => state === 'unknown').map(tell)
  const failures = findings.filter((finding) => finding.state === 'within' && isNewFailures(finding)).map(tell)
  const warnings = [...unclear, ...unknown, ...failures, ...doubts]
  const isUntold = strict && warnings.length > 0
  const holds = regressions.length === 0 && !isUntold
  const told = regressions.length > 0 ? regressions.map(tell) : isUntold ? warnings : toldOfPass(findings).map(tell)
  const statement = inShort(told, 'nothing is judged')
  return decide({
    measurements: [...candidate, ...base],
    holds,
    claim: 'exact',
    ...(isSideBySide && { oppositeClaim: 'seen' }),
    excuse: regressions.length === 0 || isSideBySide ? undefined : excuseOf(regressions, candidate),
    statement,
    expected: strict ? 'no regression, and nothing that cannot be told' : 'no regression',
    opposite: strict ? 'a regression, or something that cannot be told' : 'a regression',
    notes: [`against ${against}`, ...notesOf(candidate)],
    received: statement,
    warning: warnings.length === 0 ? undefined : inShort(warnings, ''),
  })
}

const MOST_TOLD = 5

function inShort(texts: readonly string[], nothing: string): string {
  if (texts.length === 0) return nothing
  const more = texts.length - MOST_TOLD
  return [...texts.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join('; ')
}

/** Those nearest to their limits first. */
function toldOfPass(findings: readonly ContrastFinding[]): readonly ContrastFinding[] {
  const room = ({ metric, limit, estimate }: JudgedContrast): number => limitOnScale(metric, limit) - estimate.difference
  const judged = findings.filter(({ state }) => state !== 'unknown') as readonly JudgedContrast[]
  return judged.toSorted((one, other) => room(one) - room(other))
}

function notesOf(candidate: readonly LoadResult[]): readonly string[] {
  const total = candidate.reduce((sum, { requests }) => sum + requests.total, 0)
  const failed = candidate.reduce((sum, { requests }) => sum + requests.failed, 0)
  return [
    ...(candidate.length > 1 ? [plural(candidate.length, 'run')] : []),
    plural(total, 'request'),
    failed === 0 ? 'none failed' : `${formatCount(failed)} failed`,
  ]
}

/** Why the generator alone may have made all of them: one that is the target's own is enough for there to be no excuse. */
function excuseOf(regressions: readonly JudgedContrast[], candidate: Compared['candidate']): string | undefined {
  const excuses = regressions.map((regression) => excuseFor(regression, candidate))
  return excuses.every((excuse) => excuse !== undefined) ? excuses[0] : undefined
}

/** Of the runs that are past what was allowed. */
function excuseFor({ endpoint, metric, limit, estimate }: JudgedContrast, candidate: Compared['candidate']): string | undefined {
  const place = toScale(metric, estimate.base) + limitOnScale(metric, limit)
  const allowed: Limit = { kind: metric === 'throughput' ? 'at-least' : 'at-most', value: fromScale(metric, place) }
  const figures = candidate
    .map((result) => FIGURES[metric](endpoint === undefined ? result : result.endpoint(endpoint)))
    .filter((figure) => figure.kind === 'known' && !meets(figure.value, allowed)) as readonly KnownFigure[]
  const excuses = figures.map((figure) => figure.excuse?.(allowed))
  return excuses.every((excuse) => excuse !== undefined) ? excuses[0] : undefined
}
