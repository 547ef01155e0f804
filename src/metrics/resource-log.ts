import { highest, lowest, readingsOf } from './resource-series.ts'
import type { ResourceKind, ResourceLabels, ResourceMark, ResourceSource, StoredPoint, StoredResources } from './resources.ts'

/** One figure at one moment. */
export interface Reading {
  readonly source: ResourceSource
  readonly name: string
  readonly labels?: ResourceLabels
  readonly unit: string
  readonly kind: ResourceKind
  readonly value: number
}

export interface ResourceLimits {
  /** How many points a series has before neighbours are merged. */
  readonly points: number
  /** How many series are kept. */
  readonly series: number
  readonly marks: number
}

const DEFAULT_LIMITS: ResourceLimits = { points: 600, series: 400, marks: 100 }

interface Draft {
  readonly reading: Reading
  points: StoredPoint[]
}

export interface ResourceLogOptions {
  /** Milliseconds between two readings. */
  readonly every: number
  /** Moments on whose two sides no point may lie, such as the stages' bounds. */
  readonly cuts?: readonly number[]
  readonly limits?: ResourceLimits
}

/**
 * What was sampled in a run. Past its limit of points it merges neighbours that lie on one side of every cut, to twice the time, then to
 * four times and so on, so that its memory is bounded however long a run is.
 */
export class ResourceLog {
  readonly #series = new Map<string, Draft>()
  readonly #marks: ResourceMark[] = []
  readonly #cuts: readonly number[]
  readonly #limits: ResourceLimits
  /** Milliseconds that a point may stand for. */
  #span: number

  constructor({ every, cuts = [], limits = DEFAULT_LIMITS }: ResourceLogOptions) {
    this.#span = every
    this.#cuts = cuts
    this.#limits = limits
  }

  /** Adds a reading; of one series they come in the order of time. What is no finite number is no reading. */
  add(reading: Reading, at: number): void {
    if (!Number.isFinite(reading.value)) return
    // What held before measuring began is no part of it.
    if (reading.kind === 'span' && at <= 0) return
    const draft = this.#draft(reading, at)
    if (draft === undefined) return
    this.#append(draft, [rounded(at), reading.kind === 'span' ? shortened(reading.value) : reading.value])
    if (draft.points.length > this.#limits.points) this.#coarsen()
  }

  /** Notes what happened. Returns the mark's place, for `extend`; `undefined` where there are too many. */
  mark(source: ResourceSource, message: string, at: number): number | undefined {
    const place = this.#marks.length
    if (place >= this.#limits.marks) return undefined
    this.#marks.push({ at: rounded(at), until: rounded(at), source, message })
    return place
  }

  /** It still lasts. */
  extend(place: number, until: number): void {
    const mark = this.#marks[place]
    if (mark !== undefined) this.#marks[place] = { ...mark, until: Math.max(mark.until, rounded(until)) }
  }

  stored(): StoredResources {
    const series = [...this.#series.values()].map(({ reading: { source, name, labels = {}, unit, kind }, points }) => ({
      source,
      name,
      labels,
      unit,
      kind,
      points,
    }))
    return { series, marks: this.#marks.toSorted((one, other) => one.at - other.at) }
  }

  #draft(reading: Reading, at: number): Draft | undefined {
    const key = seriesKey(reading)
    let draft = this.#series.get(key)
    if (draft !== undefined) return draft
    if (this.#series.size >= this.#limits.series) {
      const message = `more than ${this.#limits.series} series: further ones are left out; name those that matter in \`watch\``
      if (!this.#marks.some((mark) => mark.message === message)) this.mark(reading.source, message, at)
      return undefined
    }
    draft = { reading, points: [] }
    this.#series.set(key, draft)
    return draft
  }

  #append({ reading, points }: Draft, point: StoredPoint): void {
    const last = points.at(-1)
    if (last !== undefined && this.#belongTogether(last[0], point[0]))
      points[points.length - 1] = merge(last, point, reading.kind)
    else points.push(point)
  }

  #coarsen(): void {
    this.#span *= 2
    for (const draft of this.#series.values()) {
      const { points } = draft
      draft.points = []
      for (const point of points) this.#append(draft, point)
    }
  }

  #belongTogether(earlier: number, later: number): boolean {
    return (
      later === earlier ||
      (this.#place(earlier) === this.#place(later) && !this.#cuts.some((cut) => earlier <= cut && cut < later))
    )
  }

  /** A reading at the end of a second tells of that second. What comes before the run, or at its very start, stays by itself. */
  #place(at: number): number {
    return at <= 0 ? at : Math.ceil(at / this.#span)
  }
}

function merge(one: StoredPoint, other: StoredPoint, kind: ResourceKind): StoredPoint {
  const readings = readingsOf(one) + readingsOf(other)
  const mean = (one[1] * readingsOf(one) + other[1] * readingsOf(other)) / readings
  return [
    other[0],
    kind === 'counter' ? other[1] : shortened(mean),
    Math.min(lowest(one), lowest(other)),
    Math.max(highest(one), highest(other)),
    readings,
  ]
}

function seriesKey({ source, name, labels = {} }: Reading): string {
  return JSON.stringify([source, name, Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))])
}

/** What nobody measured more exactly takes no more room than it is worth. */
function shortened(value: number): number {
  return Number(value.toPrecision(9))
}

/** To the millisecond; what was before 0 stays there, however short before. */
function rounded(moment: number): number {
  return moment < 0 ? Math.floor(moment) : Math.round(moment)
}
