import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import type { RequestError } from './request-error.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

/** For tests: servers at free ports, and all connections that they have had. */
export class TestServers {
  readonly sockets: Socket[] = []
  readonly #servers: Server[] = []

  async listen(server: Server, host = '127.0.0.1'): Promise<{ origin: string; target: string; port: number }> {
    this.#servers.push(server)
    server.on('connection', (socket) => this.sockets.push(socket.on('error', () => {})))
    await once(server.listen(0, host), 'listening')
    const { port } = server.address() as AddressInfo
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
    return { origin: `http://${target}`, target, port }
  }

  serve(listener: RequestListener): Promise<{ origin: string; target: string; port: number }> {
    return this.listen(createServer(listener))
  }

  /** A server of bytes: `answer` is called with each chunk that comes in, on connections that are counted from 1. */
  serveBytes(answer: (socket: Socket, chunk: string, connection: number) => void): Promise<{ origin: string; target: string }> {
    let connections = 0
    const server = createTcpServer((socket) => {
      connections += 1
      const connection = connections
      socket.on('data', (chunk) => answer(socket, chunk.toString('latin1'), connection))
    })
    return this.listen(server)
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }
}

export const okResponse = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

export function prepare(origin: string, path: string, more: Partial<PreparedRequest> = {}): PreparedRequest {
  return { origin, method: 'GET', path, headers: {}, body: undefined, timeout: 5000, maxBody: 1_000_000, ...more }
}

export async function failureOf(exchange: Promise<Exchange>): Promise<RequestError> {
  const [ended] = await Promise.allSettled([exchange])
  if (ended.status === 'fulfilled') throw new Error(`Expected the exchange to fail, got status ${ended.value.status}`)
  return ended.reason as RequestError
}

export function textOf({ body }: Exchange): string {
  return new TextDecoder().decode(body)
}
