import { allowedHostsFromEnvironment, createHostGuard, type HostGuard } from '../http/host-guard.ts'
import { type ReadyOptions, waitUntilReady } from '../http/wait-until-ready.ts'

/** Waits for a server that somebody else starts. Rejects when it isn't ready in time, or when its host is not allowed. */
export async function waitForServer(target: Omit<ReadyOptions, 'guard'>, allowedHosts: readonly string[]): Promise<void> {
  await waitUntilReady({ ...target, guard: createServerGuard(allowedHosts) })
}

/** Hosts that may be asked whether they are ready: the listed ones, and those of `LOAD_ALLOWED_HOSTS`. */
export function createServerGuard(allowedHosts: readonly string[]): HostGuard {
  return createHostGuard([...allowedHosts, ...allowedHostsFromEnvironment(process.env)])
}
