import { formatRate } from '../core/format.ts'
import type { CapacityResult } from '../metrics/capacity-result.ts'
import { formatUsers } from '../profile/describe-profile.ts'
import { finerBeside, plural } from './sentence.ts'
import type { Ruling, Verdict } from './verdict.ts'

/** The capacity is above a limit, in the unit of the search. */
export function judgeCapacity(result: CapacityResult, limit: number): Verdict {
  const known = knownOf(result)
  const { low = 0, high = Number.POSITIVE_INFINITY } = known
  const holds = low > limit ? true : high <= limit ? false : undefined
  const show = showLoad(result.unit, limit, [known.low, known.high])
  const statement = `the capacity ${describeKnown(result, show)}`
  const rule = (isMet: boolean | undefined, expected: string): Ruling => {
    const message = `${result.name}: ${statement}, expected ${expected} (${plural(result.levels.length, 'level')})`
    if (isMet === undefined) {
      return { state: 'inconclusive', message: `${message}; inconclusive, because ${whyUnknown(result, limit, show)}` }
    }
    return { state: isMet ? 'pass' : 'fail', message, expected, received: statement }
  }
  const opposite = holds === undefined ? undefined : !holds
  return { ...rule(holds, `above ${show(limit)}`), negated: rule(opposite, `not above ${show(limit)}`) }
}

/** Between what the capacity surely lies: an end that nobody knows is left out. */
function knownOf({ verdict, capacity, from, to }: CapacityResult): { readonly low?: number; readonly high?: number } {
  switch (verdict) {
    case 'found':
      return capacity?.high === undefined ? {} : { low: capacity.low, high: capacity.high }
    case 'none-found':
      return { low: to }
    case 'fails-at-start':
      return { high: from }
    case 'generator-limited':
    case 'aborted':
      return capacity === undefined ? {} : { low: capacity.low }
  }
}

type ShowLoad = (load: number) => string

function showLoad(unit: CapacityResult['unit'], limit: number, ends: readonly (number | undefined)[]): ShowLoad {
  if (unit === 'vus') return formatUsers
  const finer = finerBeside(
    limit,
    ends.filter((end) => end !== undefined),
    formatRate,
  )
  return (load) => formatRate(load, finer)
}

function describeKnown({ verdict, capacity, from, to }: CapacityResult, show: ShowLoad): string {
  switch (verdict) {
    case 'found':
      return `was between ${show(capacity?.low ?? from)} and ${show(capacity?.high ?? to)}`
    case 'none-found':
      return `was not reached: none was found up to ${show(to)}`
    case 'fails-at-start':
      return `was below ${show(from)}, the lowest level`
    case 'generator-limited':
    case 'aborted':
      return capacity === undefined ? 'is not known' : `was at least ${show(capacity.low)}`
  }
}

function whyUnknown({ verdict, from, to }: CapacityResult, limit: number, show: ShowLoad): string {
  switch (verdict) {
    case 'found':
      return `${show(limit)} lies between: use a finer \`resolution\`, or longer levels`
    case 'none-found':
      return `nothing above ${show(to)} was tried: raise \`to\` above the limit`
    case 'fails-at-start':
      return `nothing below ${show(from)} was tried: lower \`from\` to the limit`
    case 'generator-limited':
      return 'the generator came to its limit before the target did: use a faster or less busy machine'
    case 'aborted':
      return 'the search was aborted: let it complete'
  }
}
