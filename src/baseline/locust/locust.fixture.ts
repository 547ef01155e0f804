import { readFileSync } from 'node:fs'
import { readLocustFailures } from './failures.ts'
import { readLocustHistory } from './history.ts'
import type { LocustRun } from './locust-run.ts'
import { readLocustStats } from './stats.ts'

/** A file of Locust as it stands in `fixtures/locust`. */
export function locustText(name: string): string {
  return readFileSync(new URL(`../../../fixtures/locust/${name}`, import.meta.url), 'utf8')
}

/** One of the runs in `fixtures/locust`. */
export function locustRun(service: 'gateway-baseline' | 'gateway-regressed'): LocustRun {
  const read = <T>(ending: string, parse: (text: string, file: string) => T): T =>
    parse(locustText(service + ending), service + ending)
  return {
    service,
    stats: read('_stats.csv', readLocustStats),
    history: read('_stats_history.csv', readLocustHistory),
    failures: read('_failures.csv', readLocustFailures),
  }
}
