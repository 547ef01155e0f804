import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { testCertificate } from './certificate.fixture.ts'
import { isHostNotAllowed } from './classify.ts'
import { createHostGuard } from './host-guard.ts'
import { RequestError } from './request-error.ts'
import type { Exchange, PreparedRequest, Transport } from './transport.ts'
import type { TransportOptions } from './transport-options.ts'
import { createUndiciTransport } from './undici.ts'
import { createWireTransport } from './wire/wire.ts'

let fixture: FixtureServer
beforeAll(async () => {
  fixture = await startFixtureServer()
})
afterAll(() => fixture.close())

describe.each([
  ['undici', createUndiciTransport],
  ['wire', createWireTransport],
])('%s: ', (_, create) => {
  const guard = createHostGuard()
  let transport: Transport
  let servers: Server[]
  let sockets: Socket[]
  beforeEach(() => {
    transport = create({ guard })
    servers = []
    sockets = []
  })
  afterEach(async () => {
    await transport.close()
    for (const socket of sockets) socket.destroy()
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  })

  const use = async (options: Partial<TransportOptions>): Promise<void> => {
    await transport.close()
    transport = create({ guard, ...options })
  }

  const request = (origin: string, path: string, more: Partial<PreparedRequest> = {}): PreparedRequest => ({
    origin,
    method: 'GET',
    path,
    headers: {},
    body: undefined,
    timeout: 5000,
    maxBody: 1_000_000,
    ...more,
  })
  const send = (path: string, more?: Partial<PreparedRequest>) => transport.exchange(request(fixture.url, path, more))
  const text = ({ body }: Exchange) => new TextDecoder().decode(body)
  const failure = (exchange: Promise<Exchange>): Promise<RequestError> =>
    exchange.then(
      () => expect.unreachable(),
      (error) => error,
    )

  async function listen(server: Server): Promise<{ origin: string; target: string }> {
    servers.push(server)
    server.on('connection', (socket) => sockets.push(socket.on('error', () => {})))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
    return { origin: `http://${target}`, target }
  }
  const serve = (listener: RequestListener) => listen(createServer(listener))
  /** A server of bytes: `answer` is called with each chunk that comes in, on connections that are counted from 1. */
  const serveBytes = (answer: (socket: Socket, chunk: string, connection: number) => void) => {
    let connections = 0
    const server = createTcpServer((socket) => {
      connections += 1
      const connection = connections
      socket.on('data', (chunk) => answer(socket, chunk.toString(), connection))
    })
    return listen(server)
  }
  const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

  describe('an exchange', () => {
    it('has status, headers and body', async () => {
      const exchange = await send('/health')

      expect(exchange).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
      expect(text(exchange)).toBe('{"status":"ok"}')
    })

    it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
      'sends %s with path, headers and body',
      async (method) => {
        const { origin } = await serve(async (incoming, response) => {
          const chunks = await incoming.toArray()
          response.setHeader(
            'x-seen',
            [incoming.method, incoming.url, Buffer.concat(chunks), incoming.headers.authorization].join(' '),
          )
          response.end()
        })
        const body = method === 'HEAD' ? undefined : Buffer.from('hello')
        const exchange = await transport.exchange(request(origin, '/a?b=c', { method, headers: { authorization: 'me' }, body }))

        expect(exchange.headers['x-seen']).toBe(`${method} /a?b=c ${body === undefined ? '' : 'hello'} me`)
      },
    )

    it('has moments in their order, and the time that a new connection took', async () => {
      const before = performance.now()
      const { asked, sent, firstByte, end, connect } = await send('/delay/30')
      const moments = [before, asked, sent, firstByte, end, performance.now()]

      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
      expect(firstByte - sent).toBeGreaterThan(29)
      expect(connect).toBeGreaterThan(0)
      expect(connect).toBeLessThanOrEqual(sent - asked)
    })

    it('has no connect time on a connection that was open', async () => {
      await send('/health')

      expect((await send('/health')).connect).toBeUndefined()
    })

    it('counts the bytes on the connection', async () => {
      let received = 0
      const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'.padEnd(100_000 + 43, '.')
      const { origin } = await serveBytes((socket, chunk) => {
        received = chunk.length
        socket.write(answer)
      })

      for (const headers of [{ 'x-long': 'x'.repeat(500) }, {}]) {
        const exchange = await transport.exchange(request(origin, '/', { headers }))
        expect(exchange).toMatchObject({ bytesSent: received, bytesReceived: answer.length })
      }
    })

    it('does not take an informational response for the response', async () => {
      const { origin } = await serve((_, response) => {
        response.writeEarlyHints({ link: '</style.css>; rel=preload' })
        setTimeout(() => response.end('late'), 30)
      })
      const { status, headers, sent, firstByte } = await transport.exchange(request(origin, '/'))

      expect([status, headers.link]).toEqual([200, undefined])
      expect(firstByte - sent).toBeGreaterThan(29)
    })
  })

  describe('a body', () => {
    it.each([
      ['is kept up to maxBody', 1000, 1000, 1000],
      ['is dropped if it is larger', 1001, 1000, undefined],
      ['of many chunks is kept whole', 500_000, 500_000, 500_000],
      ['that is empty is kept as such', 0, 1000, 0],
      ['is not kept with a maxBody of 0', 1000, 0, undefined],
    ])('%s', async (_, length, maxBody, kept) => {
      const exchange = await send(`/bytes/${length}`, { maxBody })

      expect(exchange.body?.length).toBe(kept)
      expect(exchange.bytesReceived).toBeGreaterThan(length)
    })

    it('of 256 MB takes no memory once it is larger than maxBody', async () => {
      await send('/bytes/1000000', { maxBody: 1000 })
      const before = process.memoryUsage()
      const { bytesReceived } = await send(`/bytes/${2 ** 28}`, { maxBody: 1_000_000, timeout: 60_000 })
      const { heapUsed, arrayBuffers } = process.memoryUsage()

      expect(bytesReceived).toBeGreaterThan(2 ** 28)
      expect(heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(2 ** 27)
    })
  })

  describe('connections', () => {
    it.each(['GET', 'HEAD'])('one carries all %s requests that follow each other', async (method) => {
      const { origin } = await serve((_, response) => response.end('ok'))
      for (let sent = 0; sent < 5; sent += 1) await transport.exchange(request(origin, '/', { method }))

      expect(sockets).toHaveLength(1)
    })

    it('one also carries a GET with a body, and what follows it', async () => {
      const { origin } = await serve((_, response) => response.end('ok'))
      for (let sent = 0; sent < 3; sent += 1) await transport.exchange(request(origin, '/', { body: Buffer.from('x') }))

      expect(sockets).toHaveLength(1)
    })

    it('are as many as there are requests at once, and are used again', async () => {
      const { origin } = await serve((_, response) => setTimeout(() => response.end('ok'), 10))
      const parallel = () => Promise.all([1, 2, 3].map(() => transport.exchange(request(origin, '/'))))
      await parallel()
      await parallel()

      expect(sockets).toHaveLength(3)
    })

    it('stay open while the user thinks for longer than most clients wait', async () => {
      const { origin } = await serveBytes((socket) => socket.write(ok))
      await transport.exchange(request(origin, '/'))
      await new Promise((resolve) => setTimeout(resolve, 4500))
      await transport.exchange(request(origin, '/'))

      expect(sockets).toHaveLength(1)
    }, 10_000)

    it('are new for each request without keepAlive', async () => {
      await use({ keepAlive: false })
      const seen: (string | undefined)[] = []
      const { origin } = await serve(({ headers }, response) => {
        seen.push(headers.connection)
        response.end('ok')
      })
      const exchanges = [await transport.exchange(request(origin, '/')), await transport.exchange(request(origin, '/'))]

      expect(sockets).toHaveLength(2)
      expect(seen).toEqual(['close', 'close'])
      expect(exchanges.map(({ connect }) => typeof connect)).toEqual(['number', 'number'])
    })
  })

  describe('a kept connection that the server closes', () => {
    it('while it is idle is replaced', async () => {
      const { origin } = await serve((_, response) => response.end('ok'))
      await transport.exchange(request(origin, '/'))
      sockets[0]?.end()
      await new Promise((resolve) => setTimeout(resolve, 20))
      const { status, connect } = await transport.exchange(request(origin, '/', { method: 'POST' }))

      expect([status, typeof connect]).toEqual([200, 'number'])
    })

    const closeFirst = (how: (socket: Socket) => void) =>
      serveBytes((socket, _, connection) => {
        if (connection === 1 && socket.bytesWritten > 0) how(socket)
        else socket.write(ok)
      })

    it.each([
      ['GET', 'ends', (socket: Socket) => socket.end()],
      ['GET', 'is reset', (socket: Socket) => socket.resetAndDestroy()],
      ['HEAD', 'ends', (socket: Socket) => socket.end()],
      ['PUT', 'is reset', (socket: Socket) => socket.resetAndDestroy()],
      ['DELETE', 'ends', (socket: Socket) => socket.end()],
      ['OPTIONS', 'is reset', (socket: Socket) => socket.resetAndDestroy()],
    ])('when a %s is on its way: it is sent once more, where the connection %s', async (method, _, how) => {
      const { origin } = await closeFirst(how)
      await transport.exchange(request(origin, '/'))
      const { status, connect, asked, sent } = await transport.exchange(request(origin, '/', { method, maxBody: 0 }))

      expect([status, sockets.length]).toEqual([200, 2])
      expect(connect).toBeLessThan(sent - asked)
    })

    it.each(['POST', 'PATCH'])('when a %s is on its way: it fails, as it may have been carried out', async (method) => {
      const { origin, target } = await closeFirst((socket) => socket.end())
      await transport.exchange(request(origin, '/'))
      const error = await failure(transport.exchange(request(origin, '/', { method })))

      expect([error.category, error.message]).toEqual(['reset', `connection closed by ${target}`])
      expect(sockets).toHaveLength(1)
    })

    it('long after a GET was sent: it fails, as that is no race', async () => {
      const { origin, target } = await closeFirst((socket) => void setTimeout(() => socket.end(), 80))
      await transport.exchange(request(origin, '/'))
      const error = await failure(transport.exchange(request(origin, '/')))

      expect([error.category, error.message]).toEqual(['reset', `connection closed by ${target}`])
      expect(sockets).toHaveLength(1)
    })

    it('before a POST was written: it is sent on a new one', async () => {
      const { origin } = await serveBytes((socket, _, connection) => {
        socket.write(ok)
        if (connection === 1) socket.resetAndDestroy()
      })
      await transport.exchange(request(origin, '/'))
      // The reset is there, but the client has not read it when it is given the request.
      await new Promise((resolve) => setImmediate(resolve))
      const { status } = await transport.exchange(request(origin, '/', { method: 'POST' }))

      expect([status, sockets.length]).toEqual([200, 2])
    })

    it('twice in a row is a failure', async () => {
      const { origin } = await serveBytes((socket, _, connection) => {
        if (connection === 1 && socket.bytesWritten === 0) socket.write(ok)
        else socket.end()
      })
      await transport.exchange(request(origin, '/'))

      expect((await failure(transport.exchange(request(origin, '/')))).category).toBe('reset')
      expect(sockets).toHaveLength(2)
    })

    it('after the first byte of a response is a failure', async () => {
      const { origin } = await serveBytes((socket) => {
        if (socket.bytesWritten === 0) socket.write(ok)
        else socket.end('HTTP/1.1 2')
      })
      await transport.exchange(request(origin, '/'))

      expect((await failure(transport.exchange(request(origin, '/')))).category).toBe('reset')
      expect(sockets).toHaveLength(1)
    })

    it('is a failure where the connection was new', async () => {
      const error = await failure(send('/reset'))

      expect(error).toBeInstanceOf(RequestError)
      expect([error.category, error.message]).toEqual(['reset', `connection reset by 127.0.0.1:${fixture.port}`])
    })
  })

  describe('a failure', () => {
    it.each([
      ['nothing listens', 'http://127.0.0.1:1', 'refused', 'connection refused by 127.0.0.1:1'],
      ['the host name has no address', 'http://nowhere.invalid', 'dns', 'host name of nowhere.invalid:80 not '],
    ])('says that %s', async (_, origin, category, message) => {
      await use({ guard: createHostGuard(['nowhere.invalid']) })
      const error = await failure(transport.exchange(request(origin, '/')))

      expect(error.category).toBe(category)
      expect(error.message).toContain(message)
      expect(error.times).toMatchObject({
        sent: undefined,
        firstByte: undefined,
        connect: undefined,
        bytesSent: 0,
        bytesReceived: 0,
      })
      expect(error.times.end).toBeGreaterThanOrEqual(error.times.asked)
    })

    it.each([
      ['SSH-2.0-OpenSSH\r\n', 'malformed response from TARGET ('],
      [`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}\r\n\r\n`, 'response headers from TARGET are too large'],
      [
        'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
        'unexpected response from TARGET (bad upgrade)',
      ],
    ])('says that the response %o breaks the protocol', async (answer, message) => {
      const { origin, target } = await serveBytes((socket) => socket.end(answer))
      const error = await failure(transport.exchange(request(origin, '/')))

      expect(error.category).toBe('protocol')
      expect(error.message).toContain(message.replace('TARGET', target))
      expect(error.times.bytesSent).toBeGreaterThan(0)
    })

    it('does not spoil the next request', async () => {
      const { origin } = await serveBytes((socket, _, connection) => socket.end(connection === 1 ? 'nonsense' : ok))
      await failure(transport.exchange(request(origin, '/')))

      expect((await transport.exchange(request(origin, '/'))).status).toBe(200)
    })

    it('of a host that is not allowed carries the reason, and opens no socket', async () => {
      const error = await failure(transport.exchange(request('http://192.0.2.1', '/')))

      expect(error.category).toBe('exception')
      expect(isHostNotAllowed(error)).toBe(true)
    })
  })

  describe('a time-out', () => {
    it.each([
      ['/hang', 'no response within 60 ms'],
      ['/drip?ms=10', 'response did not end within 60 ms'],
    ])('cuts GET %s: %s', async (path, message) => {
      const error = await failure(send(path, { timeout: 60 }))

      expect([error.category, error.message]).toEqual(['timeout', message])
      expect(error.times.end - error.times.asked).toBeGreaterThanOrEqual(60)
      expect(error.times.end - error.times.asked).toBeLessThan(150)
      expect((await send('/health')).status).toBe(200)
    })

    it('cuts what gets no connection', async () => {
      await use({ tls: {} })
      // Takes the TCP connection, but never speaks TLS.
      const { target } = await serveBytes(() => {})
      const error = await failure(transport.exchange(request(`https://${target}`, '/', { timeout: 1500 })))

      expect([error.category, error.message]).toEqual(['timeout', `no connection to ${target} within 1.5 s`])
    })

    it('spares a response that came in time but could not be read yet', async () => {
      const exchange = send('/delay/20', { timeout: 60 })
      await new Promise((resolve) => setTimeout(resolve, 10))
      const until = performance.now() + 100
      while (performance.now() < until);

      expect((await exchange).status).toBe(200)
    })
  })

  describe('close', () => {
    it('cuts what is in flight, at once', async () => {
      const { target } = await serveBytes(() => {})
      const pending = [
        failure(send('/hang')),
        failure(send('/hang')),
        failure(send('/drip?ms=5')),
        failure(transport.exchange(request(`https://${target}`, '/'))),
      ]
      await new Promise((resolve) => setTimeout(resolve, 50))
      const started = performance.now()
      await transport.close()

      expect(performance.now() - started).toBeLessThan(100)
      for (const error of await Promise.all(pending)) {
        expect([error.category, error.message]).toEqual(['interrupted', 'cut at the end of the run'])
        expect(error.times.end - error.times.asked).toBeGreaterThan(49)
      }
    })

    it('cuts what was only just asked for', async () => {
      const pending = [failure(send('/health')), failure(send('/health'))]
      const closed = transport.close()

      expect((await Promise.all(pending)).map(({ category }) => category)).toEqual(['interrupted', 'interrupted'])
      await closed
    })

    it('refuses what comes later, and may be called again', async () => {
      await send('/health')
      await Promise.all([transport.close(), transport.close()])

      expect((await failure(send('/health'))).category).toBe('interrupted')
    })

    it('ends the connections', async () => {
      const { origin } = await serve((_, response) => response.end('ok'))
      await Promise.all([transport.exchange(request(origin, '/')), transport.exchange(request(origin, '/'))])
      const ends = sockets.map((socket) => once(socket, 'close'))
      await transport.close()

      await expect(Promise.all(ends)).resolves.toHaveLength(2)
    })
  })

  describe('TLS', () => {
    const secure = async (): Promise<string> => {
      const { target } = await listen(createSecureServer(testCertificate, (_, response) => response.end('secret')))
      return target
    }

    it.each([
      ['its certificate is trusted', { ca: testCertificate.cert }],
      ['any certificate is trusted', { rejectUnauthorized: false }],
    ])('connects where %s', async (_, tls) => {
      await use({ tls })
      const exchange = await transport.exchange(request(`https://${await secure()}`, '/'))

      expect(text(exchange)).toBe('secret')
      expect(exchange.connect).toBeGreaterThan(0)
      expect(exchange.bytesReceived).toBeGreaterThan(6)
    })

    it('names the server, so that names in its certificate count', async () => {
      await use({ tls: { ca: testCertificate.cert } })
      const port = (await secure()).split(':')[1]

      expect((await transport.exchange(request(`https://localhost:${port}`, '/'))).status).toBe(200)
    })

    it('refuses a certificate that is not trusted', async () => {
      const target = await secure()
      const error = await failure(transport.exchange(request(`https://${target}`, '/')))

      expect([error.category, error.message]).toEqual(['tls', `TLS with ${target} failed (DEPTH_ZERO_SELF_SIGNED_CERT)`])
    })

    it('fails where the server does not speak it', async () => {
      const error = await failure(transport.exchange(request(fixture.url.replace('http', 'https'), '/')))

      expect(error.category).toBe('tls')
    })
  })
})
