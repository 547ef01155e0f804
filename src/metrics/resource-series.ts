import type {
  ResourceKind,
  ResourceLabels,
  ResourcePoint,
  ResourceSeries,
  ResourceSource,
  StoredPoint,
  StoredSeries,
} from './resources.ts'

/** A stored series with its figures. */
export class ResourceSeriesView implements ResourceSeries {
  readonly source: ResourceSource
  readonly name: string
  readonly labels: ResourceLabels
  readonly unit: string
  readonly kind: ResourceKind
  readonly readings: number
  readonly min: number | undefined
  readonly max: number | undefined
  readonly mean: number | undefined
  readonly first: number | undefined
  readonly last: number | undefined
  readonly increase: number | undefined
  readonly #points: readonly StoredPoint[]

  constructor({ source, name, labels, unit, kind, points }: StoredSeries) {
    this.source = source
    this.name = name
    this.labels = Object.freeze({ ...labels })
    this.unit = unit
    this.kind = kind
    this.#points = points
    let readings = 0
    let sum = 0
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (const point of points) {
      const count = readingsOf(point)
      readings += count
      sum += point[1] * count
      min = Math.min(min, lowest(point))
      max = Math.max(max, highest(point))
    }
    const [first] = points
    const last = points.at(-1)
    this.readings = readings
    this.min = readings === 0 ? undefined : min
    this.max = readings === 0 ? undefined : max
    this.mean = readings === 0 ? undefined : sum / readings
    // A counter's lowest value is its first, also where several readings are one point.
    this.first = first === undefined || kind !== 'counter' ? first?.[1] : lowest(first)
    this.last = last?.[1]
    this.increase = readings < 2 || this.first === undefined || last === undefined ? undefined : last[1] - this.first
    Object.freeze(this)
  }

  get points(): readonly ResourcePoint[] {
    return Object.freeze(
      this.#points.map((point) =>
        Object.freeze({
          at: point[0],
          value: point[1],
          min: lowest(point),
          max: highest(point),
          readings: readingsOf(point),
        }),
      ),
    )
  }

  get rate(): ResourceSeries | undefined {
    if (this.kind !== 'counter') return undefined
    const { source, name, labels, unit } = this
    return new ResourceSeriesView({ source, name, labels, unit: `${unit}/s`, kind: 'span', points: ratesOf(this.#points) })
  }
}

export function lowest(point: StoredPoint): number {
  return point[2] ?? point[1]
}

export function highest(point: StoredPoint): number {
  return point[3] ?? point[1]
}

export function readingsOf(point: StoredPoint): number {
  return point[4] ?? 1
}

/** What a counter grew by from point to point, per second. */
function ratesOf(points: readonly StoredPoint[]): StoredPoint[] {
  return points.slice(1).flatMap((point, index): StoredPoint[] => {
    const [before, total] = points[index] as StoredPoint
    const seconds = (point[0] - before) / 1000
    return seconds <= 0 ? [] : [[point[0], (point[1] - total) / seconds]]
  })
}
