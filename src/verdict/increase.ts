import type { ResourceSeries } from '../metrics/resources.ts'
import { inconclusive } from './decide.ts'
import { plural, sentence } from './sentence.ts'
import type { Ruling, Verdict } from './verdict.ts'

/** The total of a counter grew, or a gauge rose above its first reading at some time. */
export function judgeIncrease({ name, kind, readings, first, last, max, unit }: ResourceSeries): Verdict {
  const most = kind === 'counter' ? last : max
  if (readings < 2 || first === undefined || most === undefined) {
    const because = readings === 0 ? 'nothing was sampled' : 'it was read only once'
    return inconclusive(`${name}: there is no increase to judge, because ${because}; let the load run longer`)
  }
  const show = (value: number): string => `${format.format(value)}${unit === '' ? '' : ` ${unit}`}`
  const rose = most > first
  const statement = rose ? `rose from ${show(first)} to ${show(most)}` : `did not rise above ${show(first)}`
  const rule = (holds: boolean, expected: string): Ruling => ({
    state: holds ? 'pass' : 'fail',
    message: sentence(name, statement, expected, [plural(readings, 'reading')]),
    expected,
    received: statement,
  })
  return { ...rule(rose, 'an increase'), negated: rule(!rose, 'no increase') }
}

const format = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })
