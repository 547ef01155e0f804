import type { Measurement } from '../metrics/result.ts'
import type { Figure } from './figure.ts'
import { latencyPercentile, maxLatency, meanLatency } from './latency.ts'
import type { Metric } from './objectives.ts'
import { errorRate, successRate, throughput } from './rates.ts'

/** The figure of each metric that can be named. */
export const FIGURES: Readonly<Record<Metric, (measurement: Measurement) => Figure>> = {
  p50: (measurement) => latencyPercentile(measurement, 50),
  p90: (measurement) => latencyPercentile(measurement, 90),
  p95: (measurement) => latencyPercentile(measurement, 95),
  p99: (measurement) => latencyPercentile(measurement, 99),
  p999: (measurement) => latencyPercentile(measurement, 99.9),
  mean: meanLatency,
  max: maxLatency,
  errorRate,
  successRate,
  throughput,
}
