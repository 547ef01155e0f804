import type { RequestSample } from './sample.ts'
import type { RunFacts } from './stored-result.ts'

/** A request that succeeded in 10 ms, but for what a test says. */
export function sample(given: Partial<RequestSample> & { end: number }): RequestSample {
  return {
    endpoint: 'GET /health',
    outcome: 'succeeded',
    latency: 10,
    serviceTime: 9,
    ttfb: 8,
    connect: undefined,
    sent: 100,
    received: 200,
    failure: undefined,
    ...given,
  }
}

/** The facts of a run of 10 s, but for what a test says. */
export function facts(given: Partial<RunFacts> = {}): RunFacts {
  return {
    name: 'a run',
    startedAt: '2026-01-01T00:00:00.000Z',
    outcome: { state: 'completed' },
    model: 'closed',
    profile: { kind: 'constant-vus', vus: 1, duration: 10_000 },
    seed: 1,
    scale: 1,
    environment: { node: '24.0.0', os: 'Linux 6', arch: 'x64', cpu: 'a CPU', cores: 2, memory: 1024, ci: false },
    warnings: [],
    duration: 10_000,
    stages: [{ name: '', start: 0, end: 10_000 }],
    ...given,
  }
}
