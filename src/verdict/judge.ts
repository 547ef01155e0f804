import type { Measurement } from '../metrics/result.ts'
import { type Claim, decide, inconclusive } from './decide.ts'
import type { Figure, KnownFigure } from './figure.ts'
import { describeLimit, edgesOf, type Limit, meets, type Show, upperEdge } from './limit.ts'
import { finerBeside, sentence } from './sentence.ts'
import type { Verdict } from './verdict.ts'

/** How a limit is told, where it is not told alone. */
export interface Wording {
  expected(show: Show): string
  opposite?(show: Show): string
  /** All values that are told beside the figure. */
  readonly edges: readonly number[]
  /** What the limit was taken from. */
  readonly against?: Measurement
  /** Whether the limit was taken from an earlier run: then a pass says how the target is, not only that it is good. */
  readonly isComparison?: true
  /** Given the figure as text. */
  warning?(shown: string, show: Show): string | undefined
}

/** Holds a figure against a limit. */
export function judge(figure: Figure, limit: Limit, wording: Wording = wordingOf(limit)): Verdict {
  if (figure.kind === 'missing') return inconclusive(figure.message)
  const { measurement, name, value, lowerBound, notes } = figure
  const show = showBeside(figure, wording.edges)
  const shown = `${lowerBound === undefined ? '' : 'at least '}${show(value)}`
  const statement = `${name} was ${shown}`
  const expected = wording.expected(show)
  const doubt = doubtOf(figure, limit)
  if (doubt !== undefined) {
    return inconclusive(`${sentence(measurement.name, statement, expected, notes)}; inconclusive, because ${doubt}`)
  }
  const holds = meetsSurely(figure, limit)
  const warnings = [wording.warning?.(shown, show), figure.warning].filter((one) => one !== undefined)
  return decide({
    measurements: wording.against === undefined ? [measurement] : [measurement, wording.against],
    holds,
    claim: isExact(figure, wording) ? 'exact' : claimOf(figure, limit),
    excuse: holds ? undefined : figure.excuse?.(limit),
    statement,
    expected,
    ...(wording.opposite === undefined ? {} : { opposite: wording.opposite(show) }),
    notes,
    received: shown,
    warning: warnings.length === 0 ? undefined : warnings.join('; '),
  })
}

function isExact({ flatters }: KnownFigure, { against, isComparison }: Wording): boolean {
  return flatters !== undefined || against !== undefined || isComparison !== undefined
}

/** What meeting a limit says of the target. */
function claimOf({ better }: KnownFigure, { kind }: Limit): Claim {
  if (kind === 'within') return 'exact'
  const isUpper = kind === 'below' || kind === 'at-most'
  return isUpper === (better === 'lower') ? 'good' : 'bad'
}

function wordingOf(limit: Limit): Wording {
  return { expected: (show) => describeLimit(limit, show), edges: edgesOf(limit) }
}

function showBeside({ value, show }: KnownFigure, edges: readonly number[]): Show {
  const finer = finerBeside(value, edges, show)
  return (one) => show(one, finer)
}

/** Whether a limit is met by the true value too: a time-out took longer than it was given, so one at the very limit is past it. */
export function meetsSurely({ value, lowerBound }: KnownFigure, limit: Limit): boolean {
  if (lowerBound === 'time-outs' && value === upperEdge(limit)) return false
  return meets(value, limit)
}

/** Why a lower bound can't tell: the true value may lie on the other side of the limit. */
function doubtOf({ value, lowerBound }: KnownFigure, limit: Limit): string | undefined {
  const upper = upperEdge(limit)
  if (lowerBound === 'time-outs' && upper !== undefined && value < upper) {
    return 'nobody knows how long the requests that timed out would have taken: raise `timeout` above the limit'
  }
  if (lowerBound === 'interruptions' && limit.kind === 'within' && value < limit.from) {
    return 'not all requests were waited for: give them a longer `gracefulStop`'
  }
  return undefined
}
