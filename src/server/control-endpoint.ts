import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageOf } from '../core/errors.ts'
import { type ControlledServer, type ServerFacts, type ServerOrder, serverOrders } from './controlled-server.ts'
import { WebServerError } from './web-server.ts'

/** Where the processes of tests send orders for the web server, which is a child of Vitest's main process. */
export interface ControlEndpoint {
  /** With a token that nobody else knows. */
  readonly url: string
  close(): void
}

export type { ServerOrder }

type Order = ServerOrder | 'ensure'

/** What the main process answers. */
type Answer = { readonly state: 'done'; readonly facts: ServerFacts } | { readonly state: 'failed'; readonly message: string }

/** Listens on this machine alone, and keeps no process alive. `onEnsured` hears what had to be put right, or could not be, and after which test. */
export async function openControl(
  server: ControlledServer,
  onEnsured: (done: 'started' | 'resumed' | 'lost', test: string) => void,
): Promise<ControlEndpoint> {
  const token = randomBytes(16).toString('base64url')
  const listener = http().createServer((request, response) => void answer(request, response))
  listener.on('connection', (socket) => socket.unref())
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', resolve)
  })
  listener.unref()
  const { port } = listener.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/${token}`,
    close() {
      listener.close()
      listener.closeAllConnections()
    },
  }

  async function answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(asked.url ?? '', 'http://localhost')
    const [given = '', order = ''] = url?.pathname.slice(1).split('/') ?? []
    if (asked.method !== 'POST' || !isSame(given, token) || !isOrder(order)) {
      response.writeHead(403).end()
      return
    }
    const said = await follow(order, url?.searchParams.get('test') ?? '').catch(
      (error: unknown): Answer => ({ state: 'failed', message: messageOf(error) }),
    )
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
  }

  async function follow(order: Order, test: string): Promise<Answer> {
    if (order !== 'ensure') {
      await server.follow(order)
      return { state: 'done', facts: server.facts }
    }
    const ensured = await server.ensure().catch((error: unknown) => {
      onEnsured('lost', test)
      throw error
    })
    if (ensured !== undefined) onEnsured(ensured, test)
    return { state: 'done', facts: server.facts }
  }
}

/**
 * Sends an order to where the main process listens; resolves when it was followed. `test` is the one whose end it is, for `ensure`.
 *
 * @throws {WebServerError} if it could not be followed.
 */
export async function sendOrder(url: string, order: Order, test = ''): Promise<ServerFacts> {
  const text = await post(`${url}/${order}?test=${encodeURIComponent(test)}`)
  const answer = JSON.parse(text) as Answer
  if (answer.state === 'failed') throw new WebServerError(answer.message)
  return answer.facts
}

/** Not `fetch`, which tests replace. */
function post(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = http().request(url, { method: 'POST', agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    asking.on('error', (error) => {
      reject(new WebServerError(`Vitest's main process, which runs the web server, does not answer: ${messageOf(error)}`))
    })
    asking.end()
  })
}

// An import would ask for all that the module has, among it Node's own WebSocket: that was measured to take 5 MB of each test process.
function http(): typeof import('node:http') {
  return process.getBuiltinModule('node:http')
}

function isOrder(text: string): text is Order {
  return text === 'ensure' || (serverOrders as readonly string[]).includes(text)
}

function isSame(given: string, token: string): boolean {
  const [found, expected] = [Buffer.from(given), Buffer.from(token)]
  return found.length === expected.length && timingSafeEqual(found, expected)
}
