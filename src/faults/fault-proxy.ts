import { instance, integer, list, object, optional, parseTogether, type Reader } from '../core/options.ts'
import { randomSeed } from '../core/random.ts'
import { createHostGuard, hostPattern } from '../http/host-guard.ts'
import { createReachability } from '../http/reachability.ts'
import { ProxyThread } from './proxy-thread.ts'
import type { Toxic } from './toxic.ts'
import type { AddedToxic } from './treatment.ts'

export interface FaultProxyOptions {
  /** Makes shares and jitter repeatable: a whole number from 0 to 2,147,483,647. @default a random one, which the proxy tells */
  readonly seed?: number
  /** Where it listens on 127.0.0.1. @default any free port */
  readonly port?: number
  /** Hosts besides this machine that it may lead to. @default those of the project */
  readonly allowedHosts?: readonly string[]
}

/** A TCP proxy in a thread of its own that breaks connections as it is told. */
export interface FaultProxy {
  /** Where it listens, as the target is written: `http://127.0.0.1:10234`. */
  readonly url: string
  readonly port: number
  readonly seed: number
  /** Puts a toxic on all connections of its share, also on those that are open. Resolves when it is in effect. */
  add(toxic: Toxic): Promise<ToxicHandle>
  /** Takes all toxics off. */
  clear(): Promise<void>
  /** Resets all connections and refuses new ones, as a server that was killed. */
  down(): Promise<void>
  /** Takes connections again, at the same port. */
  up(): Promise<void>
  /** Resets all connections and ends the thread. A second call does nothing. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A toxic that was added. */
export interface ToxicHandle {
  readonly toxic: Toxic
  /** Takes it off. A second call does nothing. */
  remove(): Promise<void>
}

/** Starts a proxy: what `faultProxy()` does; hosts that the project allows are given beside those of the options. */
export async function startFaultProxy(
  target: string,
  given: FaultProxyOptions | undefined,
  projectHosts: readonly string[] = [],
): Promise<FaultProxy> {
  const { url, options } = parseTogether('faultProxy', (problems) => ({
    url: targetUrl(target, 'target', problems),
    options: proxyOptions(given, '', problems),
  }))
  const { port, seed = randomSeed() } = options
  const allowedHosts = [...options.allowedHosts, ...projectHosts]
  // A proxy before nothing would answer every connection with a reset, and nobody would know why.
  await createReachability({ guard: createHostGuard(allowedHosts) })(tcpUrl(url))
  const thread = await ProxyThread.start({ target, port, seed, allowedHosts })
  return new ThreadedProxy(thread, url, seed)
}

const isTarget = (found: unknown): found is string => {
  const url = typeof found === 'string' ? URL.parse(found) : null
  if (url === null || url.hostname === '') return false
  return ['http:', 'https:'].includes(url.protocol) || (url.protocol === 'tcp:' && url.port !== '')
}
const targetText = instance(isTarget, "a URL, such as 'http://127.0.0.1:3000' or 'tcp://127.0.0.1:5432'")
const targetUrl: Reader<URL> = (found, at, problems) => {
  const known = problems.length
  const text = targetText(found, at, problems)
  if (problems.length > known) return new URL('http://127.0.0.1')
  return new URL(text)
}
const proxyOptions = object({
  seed: optional(integer({ min: 0, max: 2 ** 31 - 1 })),
  port: optional(integer({ min: 1, max: 65_535 })),
  allowedHosts: optional(list(hostPattern, 'hosts', { min: 0 }), [] as readonly string[]),
})

/** TLS is the client's: the proxy only finds out whether somebody listens. */
function tcpUrl({ protocol, hostname, port }: URL): string {
  return `http://${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`
}

class ThreadedProxy implements FaultProxy {
  readonly url: string
  readonly port: number
  readonly seed: number
  readonly #thread: ProxyThread
  #toxics: readonly AddedToxic[] = []
  #added = 0

  constructor(thread: ProxyThread, { protocol, pathname }: URL, seed: number) {
    this.#thread = thread
    this.port = thread.port
    this.seed = seed
    this.url = `${protocol}//127.0.0.1:${thread.port}${pathname.replace(/\/+$/, '')}`
  }

  async add(toxic: Toxic): Promise<ToxicHandle> {
    const id = this.#added
    this.#added += 1
    await this.#set([...this.#toxics, { id, toxic }])
    return {
      toxic,
      remove: async () => {
        if (this.#toxics.some((one) => one.id === id)) await this.#set(this.#toxics.filter((one) => one.id !== id))
      },
    }
  }

  async clear(): Promise<void> {
    await this.#set([])
  }

  async down(): Promise<void> {
    await this.#thread.order({ kind: 'down' })
  }

  async up(): Promise<void> {
    await this.#thread.order({ kind: 'up' })
  }

  async close(): Promise<void> {
    await this.#thread.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #set(toxics: readonly AddedToxic[]): Promise<void> {
    this.#toxics = toxics
    await this.#thread.order({ kind: 'toxics', toxics })
  }
}
