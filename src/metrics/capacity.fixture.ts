import type { CapacityLevel, CapacityResult } from './capacity-result.ts'

/** A search that found 104.9/s, but for what is said. */
export function capacityResult(given: Partial<CapacityResult> = {}): CapacityResult {
  return {
    kind: 'capacity',
    schemaVersion: 1,
    name: 'search',
    startedAt: '2026-03-14T09:45:00.000Z',
    outcome: { state: 'completed' },
    unit: 'rate',
    objective: { p95: 200, errorRate: 0.01 },
    from: 50,
    to: 1000,
    resolution: 0.1,
    scale: 1,
    verdict: 'found',
    capacity: { low: 100, mean: 104.88, high: 110 },
    limitedBy: 'p95',
    levels: [
      level(50, { p95: 20 }),
      level(100, { p95: 40 }),
      level(200, { p95: 900, verdict: 'missed', limitedBy: 'p95', duration: 1000, achieved: 110, errorRate: 0.2 }),
      level(110, { p95: 250, verdict: 'missed', limitedBy: 'growth' }),
      level(110, { p95: 350, verdict: 'missed', limitedBy: 'p95' }),
    ],
    warnings: [],
    environment: { node: 'v24.0.0', os: 'linux', arch: 'x64', cpu: 'a cpu', cores: 2, memory: 1024, ci: false },
    ...given,
  }
}

function level(offered: number, given: Partial<CapacityLevel>): CapacityLevel {
  return {
    offered,
    achieved: offered,
    p95: undefined,
    errorRate: 0,
    duration: 5000,
    verdict: 'met',
    limitedBy: undefined,
    reason: 'because',
    ...given,
  }
}
