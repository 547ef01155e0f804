import { systemClock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import type { Allowance } from '../http/allowance.ts'
import { chooseTransport } from '../http/choose-transport.ts'
import { type Client, createClient } from '../http/client.ts'
import type { Cookies } from '../http/cookies.ts'
import { createDeadlines } from '../http/deadlines.ts'
import { createHostGuard } from '../http/host-guard.ts'
import { limitTransport } from '../http/limited-transport.ts'
import { createReachability, type Reachability } from '../http/reachability.ts'
import { parseRequestDefaults, type RequestDefaults } from '../http/request-defaults.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { LoadSettings } from './run-context.ts'

/** What one client of a target is told. */
export interface TargetClientOptions {
  /** Needs `loadCookies` before. */
  readonly keepsCookies: boolean
  /** The limits of the run; it may have none. */
  readonly allowance: Allowance | undefined
  /** Gets what `reachable` rejects with: a scenario may catch it, and go on in vain. */
  readonly onUnreachable: (error: unknown) => void
  /** A request may not be sent any more: whoever asked for it can't go on. */
  readonly onRefused: () => void
}

/** Where a run's requests go, and how. */
export interface Target {
  readonly defaults: RequestDefaults
  readonly reachable: Reachability
  /** Loads what clients need to keep cookies. */
  loadCookies(): Promise<void>
  /** A client with connections of its own; its samples are on the time of the run. */
  createClient(time: { readonly zero: number }, random: Random, options: TargetClientOptions): Client
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
  const transportOptions = { ...sockets, deadlines, keepAlive: options.connections !== 'request' }
  let createCookies: (() => Cookies) | undefined
  // The clients of a run have the same.
  let watched: { readonly onUnreachable: (error: unknown) => void; readonly reachable: Reachability } | undefined
  return {
    defaults,
    reachable,
    async loadCookies() {
      // Loaded only where it is needed: it takes 10 ms and 9 MB.
      createCookies = (await import('../http/cookies.ts')).createCookies
    },
    createClient(time, random, { keepsCookies, allowance, onUnreachable, onRefused }) {
      const clock = systemClock
      const unlimited = createTransport(transportOptions)
      const transport = allowance === undefined ? unlimited : limitTransport({ transport: unlimited, allowance, onRefused })
      if (watched?.onUnreachable !== onUnreachable) watched = { onUnreachable, reachable: watch(reachable, onUnreachable) }
      return createClient({
        transport,
        defaults,
        reachable: watched.reachable,
        renewsConnections: options.connections === 'iteration',
        clock,
        random,
        cookies: keepsCookies ? createCookies?.() : undefined,
        time,
      })
    },
  }
}

function watch(reachable: Reachability, onUnreachable: (error: unknown) => void): Reachability {
  return (origin) => {
    const pending = reachable(origin)
    pending?.catch(onUnreachable)
    return pending
  }
}
