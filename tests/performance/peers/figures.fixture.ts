import type { Figures } from './figures.ts'

/** Figures of a run; what is not given is of no interest. */
export function figures(given: Partial<Figures>): Figures {
  return {
    requestsPerSecond: 1000,
    cpuPerRequest: 10,
    cores: 0.5,
    memory: undefined,
    p50: undefined,
    p99: undefined,
    failed: 0,
    achieved: undefined,
    lagP99: undefined,
    ...given,
  }
}
