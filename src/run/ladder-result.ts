import { parseRate } from '../core/units.ts'
import type { LadderFigures, LadderRow } from '../metrics/ladder-figures.ts'
import type { LoadResult } from '../metrics/result.ts'
import { UnknownSliceError } from '../metrics/slice.ts'
import { formatLadder } from '../report/terminal-ladder.ts'
import { readingsOf } from '../verdict/resource-owner.ts'
import { type LadderLevel, nameOfLevel } from './ladder-options.ts'

/** One load on several levels, one after the other. */
export interface Ladder extends LadderFigures {
  /**
   * The whole result of a level: matchers take it.
   *
   * @throws {UnknownSliceError} that lists the levels there are.
   */
  level(level: LadderLevel): LoadResult
  /** The rows as a table, for the terminal. */
  toString(): string
}

interface Step {
  readonly load: number
  readonly result: LoadResult
}

/** The ladder of these levels, the lowest first. */
export function createLadder(name: string, kind: 'users' | 'rate', steps: readonly Step[]): Ladder {
  // The project's server has nothing to do with functions that ask it for nothing.
  const isServed = steps.some(({ result }) => result.bytes.sent > 0 && result.resources.server.memory.readings > 0)
  const resourcesOf = isServed ? 'server' : 'generator'
  const base = steps[0]?.result.resources[resourcesOf].memory.points.findLast(({ at }) => at < 0)?.value
  const rows = steps.map((step, index) => rowOf(step, steps[index - 1], { kind, resourcesOf, base }))
  return Object.freeze({
    name,
    rows: Object.freeze(rows),
    resourcesOf,
    level(level: LadderLevel) {
      const load = typeof level === (kind === 'rate' ? 'string' : 'number') ? parseRate(level) : undefined
      const found = steps.find((step) => step.load === load)
      if (found !== undefined) return found.result
      const asked = load === undefined ? String(level) : nameOfLevel(kind, load)
      throw new UnknownSliceError(
        'level',
        asked,
        rows.map((row) => row.level),
      )
    },
    toString: () => formatLadder({ name, rows, resourcesOf }).join('\n'),
  })
}

interface Whole extends Pick<Ladder, 'resourcesOf'> {
  readonly kind: 'users' | 'rate'
  /** Bytes before the first level. */
  readonly base: number | undefined
}

function rowOf({ load, result }: Step, before: Step | undefined, { kind, resourcesOf, base }: Whole): LadderRow {
  const { succeeded, failed } = result.requests
  const { cpu, memory } = result.resources[resourcesOf]
  const values = readingsOf(memory).map(({ value }) => value)
  const most = values.length === 0 ? undefined : Math.max(...values)
  const throughput = result.throughput.mean
  const less = before?.result.throughput.mean
  return Object.freeze({
    level: nameOfLevel(kind, load),
    load,
    successRate: succeeded + failed === 0 ? undefined : succeeded / (succeeded + failed),
    mean: result.latency.mean,
    p95: result.latency.p95,
    throughput,
    scaling: before === undefined || !throughput || !less ? undefined : throughput / less / (load / before.load),
    cpu: cpu.mean,
    memory: most,
    memoryPerUser: kind === 'rate' || most === undefined || base === undefined ? undefined : (most - base) / load,
  })
}
