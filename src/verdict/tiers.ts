import type { Measurement } from '../metrics/result.ts'
import type { Figure } from './figure.ts'
import { joinVerdicts } from './join-verdicts.ts'
import { judge, meetsSurely } from './judge.ts'
import { describeLimit, edgesOf, type Limit, meets, type Show } from './limit.ts'
import { FIGURES } from './metric-figures.ts'
import type { Objective, ParsedTiers } from './objectives.ts'
import type { Verdict } from './verdict.ts'

/** Holds several metrics against their tiers: one verdict, with a sentence for each. */
export function judgeObjectives(measurement: Measurement, objectives: readonly Objective[]): Verdict {
  return joinVerdicts(objectives.map(({ metric, tiers }) => judgeTiers(FIGURES[metric](measurement), tiers)))
}

/** Past the target warns, past what is acceptable warns more strongly, past the last tier fails. */
function judgeTiers(figure: Figure, { target, acceptable, failure }: ParsedTiers): Verdict {
  const last = failure ?? acceptable ?? target
  const tiers = [target, acceptable, failure].filter((tier) => tier !== undefined)
  return judge(figure, last, {
    expected: (show) => {
      const parts = [describeLimit(target, show)]
      if (acceptable !== undefined) parts.push(`acceptable ${reach(acceptable, show)}`)
      if (failure !== undefined) parts.push(`failing ${beyond(failure, show)}`)
      return parts.join(', ')
    },
    opposite: (show) => beyond(last, show),
    edges: tiers.flatMap(edgesOf),
    warning: (shown, show) => {
      if (figure.kind === 'missing' || meets(figure.value, target) || !meetsSurely(figure, last)) return undefined
      if (acceptable !== undefined && !meets(figure.value, acceptable)) {
        return `${figure.name} of ${shown} is past even what is acceptable (${describeLimit(acceptable, show)})`
      }
      return `${figure.name} of ${shown} is past its target (${describeLimit(target, show)})`
    },
  })
}

/** What lies up to a tier: `up to 150 s`, `from 800/s`, `70 s to 95 s`. */
function reach(limit: Limit, show: Show): string {
  if (limit.kind === 'within') return describeLimit(limit, show)
  return `${limit.kind === 'at-least' ? 'from' : 'up to'} ${show(limit.value)}`
}

/** What lies past a tier: `above 180 s`, `below 500/s`, `outside 60 s to 120 s`. */
function beyond(limit: Limit, show: Show): string {
  if (limit.kind === 'within') return `outside ${describeLimit(limit, show)}`
  return `${limit.kind === 'at-least' ? 'below' : 'above'} ${show(limit.value)}`
}
