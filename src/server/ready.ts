import { createHostGuard } from '../http/host-guard.ts'
import { type ReadyOptions, waitUntilReady } from '../http/wait-until-ready.ts'

/** Waits for a server that somebody else starts. Rejects when it isn't ready in time, or when its host is not allowed. */
export async function waitForServer(target: Omit<ReadyOptions, 'guard'>, allowedHosts: readonly string[]): Promise<void> {
  await waitUntilReady({ ...target, guard: createHostGuard(allowedHosts) })
}
