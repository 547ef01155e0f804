import type { Measurement } from '../metrics/result.ts'
import { decide, inconclusive } from './decide.ts'
import type { Figure, KnownFigure, Show } from './figure.ts'
import { describeLimit, edgesOf, type Limit, meets } from './limit.ts'
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
  /** Given the figure as text. */
  warning?(shown: string, show: Show): string | undefined
}

/** Holds a figure against a limit. */
export function judge(figure: Figure, limit: Limit, wording: Wording = wordingOf(limit)): Verdict {
  if (figure.kind === 'missing') return inconclusive(figure.message)
  const { measurement, name, value, isLowerBound, notes } = figure
  const show = showBeside(figure, wording.edges)
  const shown = `${isLowerBound ? 'at least ' : ''}${show(value)}`
  const statement = `${name} was ${shown}`
  const expected = wording.expected(show)
  if (isTooLowToTell(figure, limit)) {
    return inconclusive(
      `${sentence(measurement.name, statement, expected, notes)}; ` +
        'inconclusive, because not all requests were waited for: give them a longer `timeout` or `gracefulStop`',
    )
  }
  const warnings = [wording.warning?.(shown, show), figure.warning].filter((one) => one !== undefined)
  return decide({
    measurements: wording.against === undefined ? [measurement] : [measurement, wording.against],
    holds: meets(value, limit),
    statement,
    expected,
    ...(wording.opposite === undefined ? {} : { opposite: wording.opposite(show) }),
    notes,
    received: shown,
    warning: warnings.length === 0 ? undefined : warnings.join('; '),
  })
}

function wordingOf(limit: Limit): Wording {
  return { expected: (show) => describeLimit(limit, show), edges: edgesOf(limit) }
}

function showBeside({ value, show }: KnownFigure, edges: readonly number[]): Show {
  const finer = finerBeside(value, edges, show)
  return (one) => show(one, finer)
}

/** A lower bound below a band: the true value may lie in it. */
function isTooLowToTell({ value, isLowerBound }: KnownFigure, limit: Limit): boolean {
  return isLowerBound && limit.kind === 'within' && value < limit.from
}
