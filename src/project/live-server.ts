import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LiveServerOptions {
  /** The page, given where it listens and where it posts to, relative to itself. */
  readonly page: (address: { readonly events: string; readonly stop: string }) => string
  /** What a visitor who comes late has missed, as one event. */
  readonly catchUp: () => string
  readonly stop: () => void
}

/** Milliseconds until a browser that lost its connection comes again. */
const RETRY = 1000
/** Bytes that a visitor who does not read may leave waiting; one that comes again gets all at once. */
const MOST_WAITING = 8 * 1024 ** 2
/** Milliseconds that the last event may take to reach the browsers. */
const FAREWELL = 1000

const WHOLE_ADDRESS = 'Open the whole address that the terminal shows: its token is missing or wrong.'

/**
 * Serves the live page on this machine alone: a random token stands in the address, and nobody without it sees or stops anything. The
 * name that was asked for is checked, so that no other site's name can lead here. It keeps no process alive.
 */
export class LiveServer {
  readonly #options: LiveServerOptions
  readonly #server: Server
  readonly #token = randomBytes(16).toString('base64url')
  #port = 0
  readonly #visitors = new Set<ServerResponse>()

  private constructor(options: LiveServerOptions) {
    this.#options = options
    this.#server = createServer((request, response) => this.#answer(request, response))
    this.#server.on('clientError', (_, socket) => socket.destroy())
    this.#server.on('connection', (socket) => socket.unref())
  }

  /** Rejects where no port can be had. */
  static async start(options: LiveServerOptions): Promise<LiveServer> {
    const live = new LiveServer(options)
    await new Promise<void>((resolve, reject) => {
      live.#server.once('error', reject)
      live.#server.listen(0, '127.0.0.1', resolve)
    })
    live.#port = (live.#server.address() as AddressInfo).port
    live.#server.unref()
    return live
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/?token=${this.#token}`
  }

  get hasVisitors(): boolean {
    return this.#visitors.size > 0
  }

  /** Sends an event to all who watch. */
  send(event: string): void {
    for (const visitor of this.#visitors) {
      if (visitor.writableLength > MOST_WAITING) visitor.destroy()
      else visitor.write(`data: ${event}\n\n`)
    }
  }

  /** Ends when all who watch have what was sent, or after a second. */
  async close(): Promise<void> {
    const visitors = [...this.#visitors]
    this.#visitors.clear()
    const ended = visitors.map((visitor) => new Promise<void>((resolve) => visitor.once('close', resolve).end(() => resolve())))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FAREWELL)
    })
    await Promise.race([Promise.all(ended), late])
    clearTimeout(timer)
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const url = URL.parse(request.url ?? '/', 'http://localhost')
    const route = `${request.method} ${url?.pathname}`
    if (!this.#isOwnName(request.headers.host)) refuse(response, 421, 'Another host was asked for.')
    else if (!this.#isToken(url?.searchParams.get('token') ?? '')) refuse(response, 403, WHOLE_ADDRESS)
    else if (route === 'GET /') this.#showPage(response)
    else if (route === 'GET /events') this.#follow(response)
    else if (route === 'POST /stop') this.#stop(response)
    else refuse(response, 404, 'There is nothing here.')
  }

  #showPage(response: ServerResponse): void {
    const query = `?token=${this.#token}`
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(this.#options.page({ events: `events${query}`, stop: `stop${query}` }))
  }

  #follow(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`retry: ${RETRY}\n\ndata: ${this.#options.catchUp()}\n\n`)
    this.#visitors.add(response)
    response.once('close', () => this.#visitors.delete(response))
    response.on('error', () => {})
  }

  #stop(response: ServerResponse): void {
    response.writeHead(204).end()
    this.#options.stop()
  }

  #isOwnName(host: string | undefined): boolean {
    return host === `127.0.0.1:${this.#port}` || host === `localhost:${this.#port}`
  }

  #isToken(given: string): boolean {
    const [found, expected] = [Buffer.from(given), Buffer.from(this.#token)]
    return found.length === expected.length && timingSafeEqual(found, expected)
  }
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
