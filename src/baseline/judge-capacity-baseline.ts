import { formatRate, formatShare } from '../core/format.ts'
import type { CapacityResult } from '../metrics/capacity-result.ts'
import { formatUsers } from '../profile/describe-profile.ts'
import type { Ruling } from '../verdict/verdict.ts'
import type { BaselineLimit } from './baseline-limits.ts'
import type { CapacityBaseline } from './capacity-baseline.ts'

/** How far a capacity may be from its baseline's: a share of it. */
export type CapacityChange = Pick<BaselineLimit, 'value' | 'isBand'>

/** Whether a capacity is as high as it was: the middles are compared, or the one end that is known. `isBeyond`: it became so much worse or better. */
export function judgeCapacityBaseline(
  result: CapacityResult,
  { capacity: { mean: before } }: CapacityBaseline,
  { value, isBand }: CapacityChange,
): { readonly ruling: Ruling; readonly isBeyond: boolean } {
  const show = result.unit === 'rate' ? formatRate : formatUsers
  const [floor, ceiling] = [before * (1 - value), before * (1 + value)]
  const expected = `${isBand ? 'within' : 'at most'} ${formatShare(value)} ${isBand ? 'of' : 'below'} the baseline's ${show(before)}`
  const { mean, low } = result.capacity ?? {}
  if (result.verdict === 'found' && mean !== undefined) {
    const change = mean / before - 1
    const sign = change < 0 ? '−' : '+'
    const statement = `the capacity was ${show(mean)} (${sign}${formatShare(Math.abs(change))})`
    const isMet = mean >= floor && (!isBand || mean <= ceiling)
    return rule(isMet ? 'pass' : 'fail', statement, mean < floor || mean > ceiling)
  }
  if (result.verdict === 'fails-at-start') {
    const statement = `the capacity was below ${show(result.from)}, the lowest level`
    if (result.from <= floor) return rule('fail', statement, true)
    return rule('inconclusive', `${statement}; inconclusive, because nothing below it was tried: lower \`from\``, false)
  }
  const known = result.verdict === 'none-found' ? result.to : low
  const statement = known === undefined ? 'the capacity is not known' : `the capacity was at least ${show(known)}`
  if (known !== undefined && known >= floor && !isBand) return rule('pass', statement, false)
  return rule('inconclusive', `${statement}; inconclusive, because no limit was found: ${adviceOn(result)}`, false)

  function rule(state: Ruling['state'], statement: string, isBeyond: boolean) {
    const message = `${result.name}: ${statement}, expected ${expected}`
    return { ruling: state === 'inconclusive' ? { state, message } : { state, message, expected, received: statement }, isBeyond }
  }
}

function adviceOn({ verdict }: CapacityResult): string {
  if (verdict === 'none-found') return 'raise `to`'
  return verdict === 'aborted' ? 'let the search complete' : 'use a faster or less busy machine'
}
