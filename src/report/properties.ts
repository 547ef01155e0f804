import type { LoadResult } from '../metrics/result.ts'
import { outsideText } from './outside-text.ts'

/** A fact of a test for a report that knows names and values, such as JUnit's. */
export interface Property {
  readonly name: string
  readonly value: string
}

/**
 * The figures of a result as properties: `load.p95` in milliseconds, `load.rate` per second. Of several results of a test their names
 * stand in between: `load.before.p95`.
 */
export function resultProperties(result: LoadResult, isOnly: boolean): Property[] {
  const prefix = isOnly ? 'load' : `load.${outsideText(result.name)}`
  const { requests, throughput, latency, outcome, warnings } = result
  const figures = {
    requests: requests.total,
    failed: requests.failed,
    rate: throughput.mean,
    mean: latency.mean,
    p50: latency.p50,
    p95: latency.p95,
    p99: latency.p99,
    max: latency.max,
  }
  return [
    { name: `${prefix}.outcome`, value: outcome.state },
    ...Object.entries(figures).flatMap(([name, figure]) =>
      figure === undefined ? [] : [{ name: `${prefix}.${name}`, value: String(Math.round(figure * 1000) / 1000) }],
    ),
    ...warnings.map(({ code, message }) => ({ name: `${prefix}.warning.${code}`, value: outsideText(message) })),
  ]
}
