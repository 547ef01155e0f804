import type { LatencySummary } from '../stats/summary.ts'

/** The percentiles that Locust reports. */
export const LOCUST_PERCENTS = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100] as const

export const PERCENT_TITLES = LOCUST_PERCENTS.map((percent) => `${percent}%`)

/** What Locust calls the sum of all. */
export const AGGREGATED = 'Aggregated'

export function percentilesIn(latency: LatencySummary): (number | undefined)[] {
  return LOCUST_PERCENTS.map((percent) => latency.percentile(percent))
}

/** Method and name, as Locust tells them apart: `GET /orders` is `GET` and `/orders`. Another name has no method. */
export function methodAndName(endpoint: string): readonly [method: string, name: string] {
  const [, method, name] = /^([A-Z]+) (.+)$/s.exec(endpoint) ?? []
  return method === undefined || name === undefined ? ['', endpoint] : [method, name]
}
