import { existing } from '../core/existing.ts'
import type { LoadResult, Measurement } from '../metrics/result.ts'
import { describeProfile } from '../profile/describe-profile.ts'
import type { RowFigures, RunSummary } from './run-summary.ts'

/** A result of ours as a summary, endpoints in the order of their names. `service` is the result's name unless another is given. */
export function summarizeResult(result: LoadResult, service = result.name): RunSummary {
  return {
    service,
    source: 'vitest-load',
    measuredAt: result.startedAt,
    profile: describeProfile(result.profile),
    scale: result.scale,
    total: figuresOf(result),
    endpoints: result.endpoints.toSorted(byName).map((name) => ({ name, ...figuresOf(result.endpoint(name)) })),
  }
}

/** The same order on every machine, whatever its language. */
export function byName(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function figuresOf({ requests, latency, duration }: Measurement): RowFigures {
  const ended = requests.succeeded + requests.failed
  const { mean, p50: median, p95, p99 } = latency
  const rate = duration === 0 ? undefined : ended / (duration / 1000)
  // A time-out is in `latency` too, and so are figures of rows where nothing succeeded.
  return { requests: ended, failures: requests.failed, ...existing({ mean, median, p95, p99, rate }) }
}
