import { formatDuration, formatRate, formatShare, formatSize } from '../core/format.ts'
import { parseRate } from '../core/units.ts'
import type { LoadResult } from '../metrics/result.ts'
import { UnknownSliceError } from '../metrics/slice.ts'
import { layOut } from '../report/table.ts'
import { readingsOf } from '../verdict/resource-owner.ts'
import { type LadderLevel, nameOfLevel } from './ladder-options.ts'

/** The figures of one level. What doesn't exist is `undefined`. */
export interface LadderRow {
  /** `10 users`, or `50/s`. */
  readonly level: string
  /** Users, or arrivals per second. */
  readonly load: number
  /** Share of the requests that succeeded, from 0 to 1. */
  readonly successRate: number | undefined
  /** Of the latency, in milliseconds. */
  readonly mean: number | undefined
  readonly p95: number | undefined
  /** Successful requests per second. */
  readonly throughput: number | undefined
  /**
   * How the throughput grew from the level before, by how the load did: (T / T′) ÷ (L / L′). 1 is as much more as was asked for, 0.5 half of
   * it. `undefined` of the first level.
   */
  readonly scaling: number | undefined
  /** Cores in use on average; of `resourcesOf`. */
  readonly cpu: number | undefined
  /** Most resident bytes; of `resourcesOf`. */
  readonly memory: number | undefined
  /** `memory` less what was in use before the first level, per user. `undefined` where levels are rates. */
  readonly memoryPerUser: number | undefined
}

/** One load on several levels, one after the other. */
export interface Ladder {
  readonly name: string
  /** In the order of the levels. */
  readonly rows: readonly LadderRow[]
  /** Whose CPU and memory the rows have: the server's, or the generator's own where no server was sampled or asked, as with plain functions. */
  readonly resourcesOf: 'server' | 'generator'
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
    toString: () => tableOf(name, rows, resourcesOf),
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

function tableOf(name: string, rows: readonly LadderRow[], resourcesOf: Ladder['resourcesOf']): string {
  const head = [name, 'success', 'mean', 'p95', 'throughput', 'scaling', `${resourcesOf} CPU`, 'memory', 'per user']
  const lines = rows.map((row) => [
    row.level,
    shown(row.successRate, formatShare),
    shown(row.mean, formatDuration),
    shown(row.p95, formatDuration),
    shown(row.throughput, formatRate),
    shown(row.scaling, (value) => value.toFixed(2)),
    shown(row.cpu, formatShare),
    shown(row.memory, formatSize),
    shown(row.memoryPerUser, signedSize),
  ])
  return layOut([head, ...lines], Number.POSITIVE_INFINITY, (_, text) => text).join('\n')
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value)
}

/** Memory may also have become less. */
function signedSize(bytes: number): string {
  return bytes < 0 ? `-${formatSize(-bytes)}` : formatSize(bytes)
}
