import { systemClock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { chooseTransport } from '../http/choose-transport.ts'
import { type Client, createClient } from '../http/client.ts'
import type { Cookies } from '../http/cookies.ts'
import { createDeadlines } from '../http/deadlines.ts'
import { createHostGuard } from '../http/host-guard.ts'
import { createReachability, type Reachability } from '../http/reachability.ts'
import { parseRequestDefaults, type RequestDefaults } from '../http/request-defaults.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { LoadSettings } from './run-context.ts'

/** Where a run's requests go, and how. */
export interface Target {
  readonly defaults: RequestDefaults
  readonly reachable: Reachability
  /** Lets the clients that are created from now on keep cookies. */
  keepCookies(): Promise<void>
  /**
   * A client with connections of its own; its samples are on the time of the run. `onUnreachable` gets what
   * `reachable` rejects with: a scenario may catch it, and go on in vain.
   */
  createClient(time: { readonly zero: number }, random: Random, onUnreachable: (error: unknown) => void): Client
}

/** The target of a run by its options and by those of its project. */
export async function createTarget(caller: string, options: ReadLoadOptions, settings: LoadSettings): Promise<Target> {
  const guard = createHostGuard([...settings.allowedHosts, ...options.allowedHosts])
  const sockets = { guard, ...(options.tls !== undefined && { tls: options.tls }) }
  const { headers, timeout, maxBody } = options
  const defaults = parseRequestDefaults(caller, { baseUrl: options.baseUrl ?? settings.baseUrl, headers, timeout, maxBody })
  const reachable = createReachability(sockets)
  const deadlines = createDeadlines()
  const createTransport = await chooseTransport(options.transport)
  const keepAlive = options.connections !== 'request'
  let createCookies: (() => Cookies) | undefined
  return {
    defaults,
    reachable,
    async keepCookies() {
      // Loaded only where it is needed: it takes 10 ms and 9 MB.
      createCookies = (await import('../http/cookies.ts')).createCookies
    },
    createClient(time, random, onUnreachable) {
      const transport = createTransport({ ...sockets, deadlines, keepAlive })
      const watched: Reachability = (origin) => {
        const pending = reachable(origin)
        pending?.catch(onUnreachable)
        return pending
      }
      return createClient({
        transport,
        defaults,
        reachable: watched,
        renewsConnections: options.connections === 'iteration',
        clock: systemClock,
        random,
        cookies: createCookies?.(),
        time,
      })
    },
  }
}
