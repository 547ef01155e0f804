import { LoadTestError } from '../core/errors.ts'
import { ResourceSeriesView } from './resource-series.ts'
import type { ResourceLabels, ResourceSeries, StoredPoint } from './resources.ts'

/** Asking for a metric that the server doesn't have, or for several at once. */
export class UnknownMetricError extends LoadTestError {
  constructor(message: string) {
    super('ERR_LOAD_METRIC', message)
  }
}

/** The series of a name that has these labels, and maybe others; several counters added up. */
export function findMetric(known: readonly ResourceSeries[], name: string, labels: ResourceLabels): ResourceSeries {
  const named = known.filter((series) => series.name === name)
  if (named.length === 0) throw unknownName(name, known)
  const wanted = Object.entries(labels)
  const found = named.filter((series) => wanted.every(([label, value]) => series.labels[label] === value))
  const [first, ...others] = found
  if (first === undefined) throw noSuchLabels(name, labels, named)
  if (others.length === 0) return first
  const exact = found.find((series) => Object.keys(series.labels).length === wanted.length)
  if (exact !== undefined) return exact
  if (found.every((series) => series.kind === 'counter')) return addUp(found, labels)
  throw severalSeries(name, found)
}

/** The sum of counters: each counts with its latest value, and with nothing before it was there. */
function addUp(series: readonly ResourceSeries[], labels: ResourceLabels): ResourceSeries {
  const [{ source, name, unit, kind }] = series as [ResourceSeries]
  const moments = new Map<number, { last: number; first: number; readings: number }>()
  for (const { points } of series) for (const { at } of points) moments.set(at, { last: 0, first: 0, readings: 1 })
  const inOrder = [...moments].sort(([one], [other]) => one - other)
  for (const { points } of series) {
    let index = -1
    for (const [at, sum] of inOrder) {
      const next = points[index + 1]
      const isHere = next !== undefined && next.at <= at
      if (isHere) index += 1
      const point = points[index]
      if (point === undefined) continue
      sum.last += point.value
      sum.first += isHere ? point.min : point.value
      if (isHere) sum.readings = Math.max(sum.readings, point.readings)
    }
  }
  const points = inOrder.map(([at, { last, first, readings }]): StoredPoint => [at, last, Math.min(first, last), last, readings])
  return new ResourceSeriesView({ source, name, labels, unit, kind, points })
}

function unknownName(name: string, known: readonly ResourceSeries[]): UnknownMetricError {
  const names = [...new Set(known.map((series) => series.name))].map((one) => `'${one}'`)
  const list =
    names.length === 0 ? "there are none; scrape them with `metrics: { url: '/metrics' }`" : `known are ${names.join(', ')}`
  return new UnknownMetricError(`Unknown metric '${name}': ${list}`)
}

function noSuchLabels(name: string, labels: ResourceLabels, named: readonly ResourceSeries[]): UnknownMetricError {
  return new UnknownMetricError(`Unknown labels ${describeLabels(labels)} of metric '${name}': known are ${listLabels(named)}`)
}

function severalSeries(name: string, found: readonly ResourceSeries[]): UnknownMetricError {
  return new UnknownMetricError(
    `Expected labels that choose one of the ${found.length} series of metric '${name}': ${listLabels(found)}`,
  )
}

const LISTED = 20

function listLabels(series: readonly ResourceSeries[]): string {
  const listed = series.slice(0, LISTED).map(({ labels }) => describeLabels(labels))
  return listed.join(', ') + (series.length > LISTED ? ` and ${series.length - LISTED} more` : '')
}

/** `{ method: 'GET', quantile: '0.5' }`. */
function describeLabels(labels: ResourceLabels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}: '${value}'`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}
