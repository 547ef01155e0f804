import type { ResultReport } from './model.ts'
import { NO_TIMELINE } from './update.ts'

type RunFacts = Pick<ResultReport, 'name' | 'startedAt' | 'model' | 'profile'> & { readonly planned?: number }

/** A load that has just begun: what the live page shows until there is more. */
export function runningResult({ name, startedAt, model, profile, planned }: RunFacts): ResultReport {
  return {
    name,
    startedAt,
    model,
    profile,
    ...(planned !== undefined && { planned }),
    duration: 0,
    outcome: { state: 'running' },
    total: { requests: 0, failed: 0, interrupted: 0, count: 0, timeouts: 0 },
    endpoints: [],
    scenarios: [],
    stages: [],
    iterations: { completed: 0, failed: 0, interrupted: 0, dropped: 0 },
    bytes: { sent: 0, received: 0 },
    timeline: NO_TIMELINE,
    spans: [],
    events: [],
    distribution: { latency: { percents: [], times: [] }, histogram: { from: 1, ratio: 1, counts: [] } },
    errors: [],
    checks: [],
    warnings: [],
    findings: [],
    health: [],
    environment: [],
    resources: [],
  }
}
