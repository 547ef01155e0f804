import { MetricReadings } from './metric-readings.ts'
import type { Probe, ProbeReadings } from './probe.ts'
import { type MetricFamily, parseMetrics } from './prometheus-parser.ts'

export interface MetricsProbeOptions {
  /** What the server answers at its metrics URL; rejects where it doesn't. */
  readonly scrape: () => Promise<string>
  /** Names of metrics that are kept; all of them where it is empty. */
  readonly watch: readonly string[]
  readonly close?: () => Promise<void>
}

/** Scrapes the server's own metrics. */
export function createMetricsProbe({ scrape, watch, close }: MetricsProbeOptions): Probe {
  const metrics = new MetricReadings()
  const missing = new Set(watch)
  let known: readonly string[] = []
  return {
    source: 'metrics',
    async read(): Promise<ProbeReadings> {
      const families = parseMetrics(await scrape())
      known = families.map(({ name }) => name)
      return metrics.read(watch.length === 0 ? families : families.filter((family) => isWatched(family, watch, missing)))
    },
    remarks() {
      if (known.length === 0) return []
      const names = known.slice(0, LISTED).join(', ') + (known.length > LISTED ? ', …' : '')
      return [...missing].map((name) => `the server has no metric \`${name}\`; it has ${names}`)
    },
    ...(close !== undefined && { close }),
  }
}

const LISTED = 20

/** By the name of the family, or of one of its lines. */
function isWatched({ name, samples }: MetricFamily, watch: readonly string[], missing: Set<string>): boolean {
  const names = watch.filter((one) => one === name || samples.some((sample) => sample.name === one))
  for (const found of names) missing.delete(found)
  return names.length > 0
}
