import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TestServer {
  readonly url: string
  /** The server's side of all connections. */
  readonly sockets: Set<Socket>
  close(): Promise<void>
}

/** A server at loopback that does with each connection what it is told; it is gone when the test ends. */
export async function startTcpServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>()
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets, close }
}

/** Sends back what it gets, and closes when the client does. */
export const echo = (socket: Socket): void => void socket.pipe(socket)

/** A client that notes what comes, and when. */
export class Client {
  readonly socket: Socket
  readonly pieces: { readonly at: number; readonly octets: Buffer }[] = []
  /** `'end'` when the other side closed, or the code of an error. */
  readonly over: Promise<string>
  readonly opened: Promise<string>

  constructor(url: string) {
    this.socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const over = Promise.withResolvers<string>()
    const opened = Promise.withResolvers<string>()
    this.over = over.promise
    this.opened = opened.promise
    this.socket.once('connect', () => opened.resolve('open'))
    this.socket.on('data', (octets) => this.pieces.push({ at: performance.now(), octets }))
    this.socket.once('end', () => over.resolve('end'))
    this.socket.once('error', (error: NodeJS.ErrnoException) => {
      opened.resolve(error.code ?? error.message)
      over.resolve(error.code ?? error.message)
    })
    onTestFinished(() => void this.socket.destroy())
  }

  get received(): Buffer {
    return Buffer.concat(this.pieces.map(({ octets }) => octets))
  }

  /** Returns a moment before it: what comes back is never earlier, however late this thread goes on. */
  send(octets: string | Buffer): number {
    const before = performance.now()
    this.socket.write(octets)
    return before
  }

  /** Resolves when so many bytes are there, or after a time. */
  async receive(bytes: number, within = 10_000): Promise<void> {
    const isThere = (): boolean => this.received.length >= bytes || this.socket.destroyed
    if (isThere()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, within)
      const look = (): void => {
        if (!isThere()) return
        clearTimeout(timer)
        resolve()
      }
      this.socket.on('data', look).once('close', look)
    })
  }
}
