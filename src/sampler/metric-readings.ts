import type { ResourceLabels } from '../metrics/resources.ts'
import { type Bucket, histogramQuantile } from './histogram-quantile.ts'
import type { ProbeReading, ProbeReadings } from './probe.ts'
import type { MetricFamily, MetricSample } from './prometheus-parser.ts'

/** Of each histogram, what is told of the observations since the scrape before. */
const QUANTILES = [0.5, 0.95, 0.99]

/** What is known of a counter. */
interface Total {
  readonly raw: number
  /** Goes on where the raw figure began anew. */
  readonly total: number
}

/** Turns what a server tells at each scrape into readings: totals that never fall, gauges, and quantiles of what came since. */
export class MetricReadings {
  readonly #totals = new Map<string, Total>()
  #isFirst = true
  #restarted = 0

  read(families: readonly MetricFamily[]): ProbeReadings {
    this.#restarted = 0
    const readings = families.flatMap((family) => this.#readFamily(family))
    this.#isFirst = false
    const events = this.#restarted === 0 ? [] : [`${this.#restarted} of the server's counters began anew, as after a restart`]
    return { readings, events }
  }

  #readFamily(family: MetricFamily): readonly ProbeReading[] {
    const samples = family.samples.filter(({ name }) => !name.endsWith('_created') || family.name === name)
    switch (family.type) {
      case 'counter':
        return samples.map((sample) => this.#counter(sample, family.unit))
      case 'histogram':
        return this.#readHistogram(family, samples)
      case 'summary':
        return samples.map((sample) => (sample.name === family.name ? gauge(sample, family.unit) : this.#total(sample, family)))
      case 'unknown':
        return samples.map((sample) =>
          sample.name.endsWith('_total') ? this.#counter(sample, family.unit) : gauge(sample, family.unit),
        )
      case 'gauge':
      case 'stateset':
      case 'gaugehistogram':
        return samples.filter(({ name }) => !name.endsWith('_bucket')).map((sample) => gauge(sample, family.unit))
      case 'info':
        return []
    }
  }

  #counter({ name, labels, value }: MetricSample, unit: string): ProbeReading {
    const { total, isNew } = this.#count(name, labels, value)
    return { source: 'metrics', name, labels, unit, kind: 'counter', value: total, isNew }
  }

  /** The number and the sum of observations. */
  #total(sample: MetricSample, { unit }: MetricFamily): ProbeReading {
    return this.#counter(sample, sample.name.endsWith('_sum') ? unit : '')
  }

  #readHistogram(family: MetricFamily, samples: readonly MetricSample[]): readonly ProbeReading[] {
    const isBucket = ({ name }: MetricSample): boolean => name === `${family.name}_bucket`
    const totals = samples.filter((sample) => !isBucket(sample)).map((sample) => this.#total(sample, family))
    const observed = samples.filter(isBucket).map((sample) => this.#observe(sample))
    const groups = [...Map.groupBy(observed, ({ key }) => key).values()]
    const quantiles = groups.flatMap((buckets) => quantilesOf(family, buckets[0]?.labels ?? {}, buckets))
    const together = groups.length > 1 ? quantilesOf(family, {}, addUp(observed)) : []
    return [...totals, ...together, ...quantiles]
  }

  /** What came into a bucket since the scrape before. */
  #observe({ name, labels: { le = '', ...labels }, value }: MetricSample): Observed {
    const before = this.#totals.get(keyOf(name, { ...labels, le }))?.total
    const { total, isNew } = this.#count(name, { ...labels, le }, value)
    const count = isNew ? total : total - (before ?? total)
    return { key: keyOf(name, labels), labels, upTo: le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), count }
  }

  #count(name: string, labels: ResourceLabels, raw: number): { readonly total: number; readonly isNew: boolean } {
    const key = keyOf(name, labels)
    const before = this.#totals.get(key)
    const hasRestarted = before !== undefined && raw < before.raw
    if (hasRestarted) this.#restarted += 1
    // After a restart it has counted `raw` since it began at 0.
    const total = before === undefined ? raw : before.total + (hasRestarted ? raw : raw - before.raw)
    if (Number.isFinite(raw)) this.#totals.set(key, { raw, total })
    return { total, isNew: before === undefined && !this.#isFirst }
  }
}

interface Observed extends Bucket {
  readonly key: string
  readonly labels: ResourceLabels
}

function quantilesOf(family: MetricFamily, labels: ResourceLabels, buckets: readonly Bucket[]): ProbeReading[] {
  return QUANTILES.flatMap((q): ProbeReading[] => {
    const value = histogramQuantile(q, buckets)
    if (value === undefined) return []
    const { name, unit } = family
    return [{ source: 'metrics', name, labels: { ...labels, quantile: `${q}` }, unit, kind: 'span', value }]
  })
}

/** The buckets of all labels together. */
function addUp(observed: readonly Observed[]): readonly Bucket[] {
  const groups = Map.groupBy(observed, ({ upTo }) => upTo)
  return [...groups].map(([upTo, buckets]) => ({ upTo, count: buckets.reduce((sum, { count }) => sum + count, 0) }))
}

function gauge({ name, labels, value }: MetricSample, unit: string): ProbeReading {
  return { source: 'metrics', name, labels, unit, kind: 'gauge', value }
}

function keyOf(name: string, labels: ResourceLabels): string {
  return JSON.stringify([name, Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))])
}
