import type { Progress } from '../metrics/progress.ts'

/** Progress of a load of 12 s, but for what a test says. */
export function progress(given: Partial<Progress> = {}): Progress {
  return {
    phase: 'running',
    elapsed: 5000,
    planned: 12_000,
    stage: 'peak',
    vus: 10,
    requests: 1000,
    failed: 0,
    throughput: 200,
    p95: 12,
    run: {
      name: 'a load',
      model: 'open',
      profile: { kind: 'constant-rate', rate: 100, duration: 12_000, arrivals: 'uniform', vus: 1, maxVus: 10 },
      stages: [{ name: 'peak', start: 0, end: 12_000 }],
    },
    latest: undefined,
    ...given,
  }
}
