import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { systemCodeOf } from '../core/errors.ts'
import { createRandom, type Random } from '../core/random.ts'
import { createHostGuard, type Destination } from '../http/host-guard.ts'
import { openSocket } from '../http/open-socket.ts'
import { Link } from './link.ts'
import type { ProxyTask } from './proxy-task.ts'
import { Releaser } from './releaser.ts'
import type { AddedToxic } from './treatment.ts'

const HOST = '127.0.0.1'
/** Connections that may wait to be accepted, as thousands of users may connect at once. The kernel caps it. */
const BACKLOG = 4096

/** Takes connections, and leads each of them to the target. */
export class ProxyServer {
  readonly #target: Destination
  readonly #guard: ReturnType<typeof createHostGuard>
  readonly #random: Random
  readonly #releaser = new Releaser()
  readonly #links = new Set<Link>()
  #server: Server | undefined
  #port = 0
  #connections = 0
  #toxics: readonly AddedToxic[] = []
  #isUp = true

  constructor({ target, seed, allowedHosts }: ProxyTask) {
    const { protocol, hostname, port } = new URL(target)
    this.#target = { protocol: 'http:', hostname, port: port || (protocol === 'https:' ? '443' : '80') }
    this.#guard = createHostGuard(allowedHosts)
    this.#random = createRandom(seed)
  }

  get port(): number {
    return this.#port
  }

  /** Listens at a port, or at one that it finds. Rejects where it can't. */
  async open(port: number | undefined): Promise<void> {
    this.#guard(this.#target)
    if (port !== undefined) return await this.#listen(port)
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      try {
        return await this.#listen(LOWEST_PORT + Math.floor(Math.random() * (highestPort() - LOWEST_PORT)))
      } catch (error) {
        if (systemCodeOf(error) !== 'EADDRINUSE') throw error
      }
    }
    await this.#listen(0)
  }

  async setToxics(toxics: readonly AddedToxic[]): Promise<void> {
    this.#toxics = toxics
    for (const link of this.#links) link.apply(toxics)
    await this.#adjust()
  }

  async down(): Promise<void> {
    this.#isUp = false
    await this.#adjust()
    for (const link of this.#links) link.reset()
  }

  async up(): Promise<void> {
    this.#isUp = true
    await this.#adjust()
  }

  /** Listens where it should, and only there: a port that nobody listens at refuses connections as a dead server does. */
  async #adjust(): Promise<void> {
    const isRefusing = this.#toxics.some(({ toxic }) => toxic.kind === 'refuse' && toxic.share >= 1)
    const isWanted = this.#isUp && !isRefusing
    if (isWanted && this.#server === undefined) await this.#listen(this.#port)
    else if (!isWanted) {
      this.#server?.close()
      this.#server = undefined
    }
  }

  async #listen(port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => this.#accept(client))
    const listening = once(server, 'listening')
    server.listen({ port, host: HOST, backlog: BACKLOG })
    await listening
    server.on('error', () => {})
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
  }

  #accept(client: Socket): void {
    const random = this.#random.fork(this.#connections)
    this.#connections += 1
    const target = openSocket(this.#target, { guard: this.#guard, isHalfOpen: true }, (error) => {
      // Where it can't be opened, the link resets the client.
      if (error === undefined) client.resume()
    })
    const link: Link = new Link({
      client,
      target,
      releaser: this.#releaser,
      random,
      onClose: () => this.#links.delete(link),
    })
    this.#links.add(link)
    if (this.#toxics.length === 0 && this.#isUp) return
    const isRefused = this.#toxics.some(({ id, toxic }) => toxic.kind === 'refuse' && link.isAmong(id, toxic.share))
    if (isRefused || !this.#isUp) link.reset()
    else link.apply(this.#toxics)
  }
}

/**
 * Below the ports that systems give to outgoing connections. While the proxy is down, one of thousands of clients that try to connect could
 * else be given its very port as its own, and be connected to itself.
 */
const LOWEST_PORT = 10_000
const USUAL_HIGHEST_PORT = 32_000
const MOST_TRIES = 50

function highestPort(): number {
  try {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0])
    return first > LOWEST_PORT + 1000 ? Math.min(first, USUAL_HIGHEST_PORT) : USUAL_HIGHEST_PORT
  } catch {
    return USUAL_HIGHEST_PORT
  }
}
