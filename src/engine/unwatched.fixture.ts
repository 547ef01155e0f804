import type { HealthMonitor } from './health-monitor.ts'

/** Watches nothing: for runs on a fake clock, whose time is not that of this machine. */
export async function watchNothing(): Promise<HealthMonitor> {
  return { sample: async () => {}, stop: async () => {} }
}
