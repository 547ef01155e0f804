import { formatRate } from '../core/format.ts'
import type { CapacityLevel, CapacityLimit, CapacityResult } from '../metrics/capacity-result.ts'
import type { Warning } from '../metrics/outcome.ts'
import type { Done } from './capacity-search.ts'

/** A search that is over. */
export interface EndedSearch {
  readonly facts: Pick<
    CapacityResult,
    'name' | 'startedAt' | 'outcome' | 'unit' | 'scale' | 'environment' | 'objective' | 'from' | 'to' | 'resolution'
  >
  readonly found: Omit<Done, 'kind'>
  /** In the order in which they were measured. */
  readonly levels: readonly CapacityLevel[]
  /** What went otherwise than planned. */
  readonly warnings: readonly Warning[]
}

/** What `findCapacity` resolves with. */
export function createCapacityResult({ facts, found, levels, warnings }: EndedSearch): CapacityResult {
  const { verdict, low, mean, high } = found
  return Object.freeze({
    kind: 'capacity',
    schemaVersion: 1,
    ...facts,
    objective: Object.freeze({ ...facts.objective }),
    verdict,
    capacity: low === undefined ? undefined : Object.freeze({ mean, low, high }),
    limitedBy: limitOf(verdict, high, levels),
    levels: Object.freeze([...levels]),
    warnings: Object.freeze([...warnings, ...widthWarning(facts, found, levels)]),
  })
}

/** Of the lowest level that was too much. */
function limitOf(
  verdict: CapacityResult['verdict'],
  high: number | undefined,
  levels: readonly CapacityLevel[],
): CapacityLimit | undefined {
  if (verdict === 'generator-limited') return 'generator'
  const missed = levels.filter((level) => level.offered === high && level.verdict === 'missed')
  return missed.at(-1)?.limitedBy
}

/** Levels that came out now so and now so leave a wider gap than was asked for. */
function widthWarning(
  { resolution, unit }: EndedSearch['facts'],
  { low, high }: EndedSearch['found'],
  levels: readonly CapacityLevel[],
): Warning[] {
  if (low === undefined || high === undefined || high <= low * (1 + resolution) * (1 + 1e-9)) return []
  if (unit === 'vus' && high - low <= 1) return []
  const show = (load: number): string => (unit === 'rate' ? formatRate(load) : String(load))
  const message = `Levels between ${show(low)} and ${show(high)} were met at one time and missed at another, in ${levels.length} levels: the target or the machine is not steady, or \`levelDuration\` is too short`
  return [{ code: 'capacity-unsteady', message }]
}
