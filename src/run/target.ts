import { type Client, createClient } from '../http/client.ts'
import { createDeadlines } from '../http/deadlines.ts'
import { createHostGuard } from '../http/host-guard.ts'
import { createReachability, type Reachability } from '../http/reachability.ts'
import { parseRequestDefaults, type RequestDefaults } from '../http/request-defaults.ts'
import { createUndiciTransport } from '../http/undici.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { LoadSettings } from './run-context.ts'

/** Where a run's requests go, and how. */
export interface Target {
  readonly defaults: RequestDefaults
  readonly reachable: Reachability
  /**
   * A client with connections of its own; its samples are on the time of the run. `onUnreachable` gets what
   * `reachable` rejects with: a scenario may catch it, and go on in vain.
   */
  createClient(time: { readonly zero: number }, onUnreachable: (error: unknown) => void): Client
}

/** The target of a run by its options and by those of its project. */
export function createTarget(caller: string, options: ReadLoadOptions, settings: LoadSettings): Target {
  const guard = createHostGuard([...settings.allowedHosts, ...options.allowedHosts])
  const sockets = { guard, ...(options.tls !== undefined && { tls: options.tls }) }
  const { headers, timeout, maxBody } = options
  const defaults = parseRequestDefaults(caller, { baseUrl: options.baseUrl ?? settings.baseUrl, headers, timeout, maxBody })
  const reachable = createReachability(sockets)
  const deadlines = createDeadlines()
  return {
    defaults,
    reachable,
    createClient(time, onUnreachable) {
      const transport = createUndiciTransport({ ...sockets, deadlines })
      const watched: Reachability = (origin) => {
        const pending = reachable(origin)
        pending?.catch(onUnreachable)
        return pending
      }
      // The time has no zero yet where users get ready before it begins.
      return createClient({
        transport,
        defaults,
        reachable: watched,
        get zero() {
          return time.zero
        },
      })
    },
  }
}
