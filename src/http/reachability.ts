import { LoadTestError, messageOf, systemCodeOf } from '../core/errors.ts'
import { classify } from './classify.ts'
import { HostNotAllowedError } from './host-guard.ts'
import { openSocket, type SocketOptions } from './open-socket.ts'

/** Nothing answers where the load should go: the address, the cause and what to do. */
export class TargetUnreachableError extends LoadTestError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_LOAD_TARGET', message, options)
  }
}

export interface ReachabilityOptions extends SocketOptions {
  /** Milliseconds until it is given up. @default 5000 */
  readonly timeout?: number
}

/** `undefined` for an origin that is known to answer; else a promise, which rejects if it doesn't. */
export type Reachability = (origin: string) => Promise<void> | undefined

/**
 * Opens one connection to each origin before the first request to it, and closes it again. It rejects with a `TargetUnreachableError`, or
 * with the guard's `HostNotAllowedError`.
 */
export function createReachability({ timeout = 5000, ...options }: ReachabilityOptions): Reachability {
  const checks = new Map<string, Promise<void> | undefined>()

  return (origin) => {
    if (checks.has(origin)) return checks.get(origin)
    const check = connectOnce(new URL(origin), timeout, options)
    checks.set(origin, check)
    const remember = (): void => void checks.set(origin, undefined)
    // A failure stays: whoever asks later gets the same one.
    check.then(remember, () => {})
    return check
  }
}

async function connectOnce(url: URL, timeout: number, options: SocketOptions): Promise<void> {
  const target = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new TargetUnreachableError(noConnection(target, `within ${timeout / 1000} s`))), timeout)
  let close = (): void => {}
  try {
    const socket = openSocket(url, options, (error) => (error === undefined ? resolve() : reject(error)))
    close = () => void socket.destroy()
    await promise
  } catch (error) {
    if (error instanceof HostNotAllowedError || error instanceof TargetUnreachableError) throw error
    throw new TargetUnreachableError(explain(error, url, target), { cause: error })
  } finally {
    clearTimeout(timer)
    close()
  }
}

function explain(error: unknown, { hostname, protocol }: URL, target: string): string {
  const code = systemCodeOf(error) ?? messageOf(error)
  const { category } = classify(error, target)
  if (code === 'ECONNREFUSED') {
    return `Nothing listens on ${target} (${code}). Start the server, or let \`loadProject({ webServer })\` start it, or check \`baseUrl\`.`
  }
  switch (category) {
    case 'refused':
    case 'timeout':
      return noConnection(target, `(${code})`)
    case 'dns':
      return `The host name ${hostname} does not resolve (${code}). Check \`baseUrl\`, or the DNS of this machine.`
    case 'tls':
      return (
        `${target} listens, but does not talk TLS as it should (${code}). Trust its certificate with \`tls: { ca }\`, or trust any with ` +
        '`tls: { rejectUnauthorized: false }`, or check whether `baseUrl` should begin with http://.'
      )
    case 'generator':
      return `This machine has nothing left for a connection to ${target} (${code}). Raise its limits, such as \`ulimit -n\`.`
    default:
      return `${target} closed the connection (${code}). Check \`baseUrl\`, and whether ${protocol.slice(0, -1)} is spoken there.`
  }
}

function noConnection(target: string, how: string): string {
  return `${target} did not take a connection ${how}. Check \`baseUrl\`, and whether a firewall is in between.`
}
