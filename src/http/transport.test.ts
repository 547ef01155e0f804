import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { ask } from './ask.ts'
import { expiredCertificate, testCertificate } from './certificate.fixture.ts'
import { isHostNotAllowed } from './classify.ts'
import { createHostGuard } from './host-guard.ts'
import { RequestError } from './request-error.ts'
import { failureOf as failure, okResponse as ok, prepare as request, TestServers, textOf as text } from './transport.fixture.ts'
import type { PreparedRequest, Transport } from './transport.ts'
import type { TransportOptions } from './transport-options.ts'
import { createUndiciTransport } from './undici.ts'
import { createWireTransport } from './wire/wire.ts'

// What was lost within 50 ms of sending is sent again: a busy machine may tell of it later.
const race = { retry: 5 }

let fixture: FixtureServer
beforeAll(async () => {
  fixture = await startFixtureServer()
})
afterAll(() => fixture.close())

// What holds for every transport; what only one of them does is tested beside it.
describe.each([
  ['undici', createUndiciTransport],
  ['wire', createWireTransport],
])('%s: ', (_, create) => {
  const guard = createHostGuard()
  let transport: Transport
  let servers: TestServers
  beforeEach(() => {
    transport = create({ guard })
    servers = new TestServers()
  })
  afterEach(async () => {
    await transport.close()
    await servers.close()
  })

  const use = async (options: Partial<TransportOptions>): Promise<void> => {
    await transport.close()
    transport = create({ guard, ...options })
  }
  const send = (path: string, more?: Partial<PreparedRequest>) => ask(transport, request(fixture.url, path, more))

  describe('an exchange', () => {
    it('has status, headers and body', async () => {
      const exchange = await send('/health')

      expect(exchange).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
      expect(text(exchange)).toBe('{"status":"ok"}')
    })

    it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
      'sends %s with path, headers and body',
      async (method) => {
        const { origin } = await servers.serve(async (incoming, response) => {
          const chunks = await incoming.toArray()
          response.setHeader(
            'x-seen',
            [incoming.method, incoming.url, Buffer.concat(chunks), incoming.headers.authorization].join(' '),
          )
          response.end()
        })
        const body = method === 'HEAD' ? undefined : Buffer.from('hello')
        const exchange = await ask(transport, request(origin, '/a?b=c', { method, headers: { authorization: 'me' }, body }))

        expect(exchange.headers['x-seen']).toBe(`${method} /a?b=c ${body === undefined ? '' : 'hello'} me`)
      },
    )

    it('has moments in their order, and the time that a new connection took', async () => {
      const before = performance.now()
      const { asked, sent, firstByte, end, connect } = await send('/delay/400')
      const moments = [before, asked, sent, firstByte, end, performance.now()]

      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
      // A busy machine may say late that it was sent.
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
      const { origin } = await servers.serveBytes((socket, chunk) => {
        received = chunk.length
        socket.write(answer)
      })

      for (const headers of [{ 'x-long': 'x'.repeat(500) }, {}]) {
        const exchange = await ask(transport, request(origin, '/', { headers }))
        expect(exchange).toMatchObject({ bytesSent: received, bytesReceived: answer.length })
      }
    })

    it('does not take an informational response for the response', async () => {
      const { origin } = await servers.serve((_, response) => {
        response.writeEarlyHints({ link: '</style.css>; rel=preload' })
        setTimeout(() => response.end('late'), 400)
      })
      const { status, headers, sent, firstByte } = await ask(transport, request(origin, '/'))

      expect([status, headers.link]).toEqual([200, undefined])
      expect(firstByte - sent).toBeGreaterThan(29)
    })
  })

  describe('a server of Node', () => {
    const inPieces = (response: ServerResponse, ...pieces: readonly string[]): ServerResponse => {
      for (const piece of pieces) response.write(piece)
      return response
    }

    it.each<[string, (response: ServerResponse) => void, number, string]>([
      ['with a length', (response) => response.setHeader('content-length', 4).end('body'), 200, 'body'],
      ['in chunks', (response) => inPieces(response, 'bo').end('dy'), 200, 'body'],
      ['in chunks of 100 KB', (response) => inPieces(response, 'x'.repeat(99_996), 'body').end(), 200, 'body'],
      ['until the end', (response) => response.writeHead(200, { connection: 'close' }).end('body'), 200, 'body'],
      ['with nothing', (response) => response.end(), 200, ''],
      ['with 204', (response) => response.writeHead(204).end(), 204, ''],
      ['with 304', (response) => response.writeHead(304, { etag: 'a' }).end(), 304, ''],
      ['with trailers', (response) => trailing(inPieces(response, 'body')).end(), 200, 'body'],
      ['with early hints', (response) => response.writeEarlyHints({ link: '</a>' }, () => response.end('body')), 200, 'body'],
      ['with 102', (response) => processing(response).end('body'), 200, 'body'],
    ])('may answer %s', async (_, answer, status, end) => {
      const { origin } = await servers.serve((_request, response) => answer(response))
      for (let times = 0; times < 3; times += 1) {
        const exchange = await ask(transport, request(origin, '/'))
        expect(exchange.status).toBe(status)
        expect(text(exchange).slice(-4)).toBe(end)

        const toHead = await ask(transport, request(origin, '/', { method: 'HEAD' }))
        expect([toHead.status, text(toHead)]).toEqual([status, ''])
      }
    })

    function trailing(response: ServerResponse): ServerResponse {
      response.addTrailers({ 'x-sum': '12' })
      return response
    }

    function processing(response: ServerResponse): ServerResponse {
      response.writeProcessing()
      return response
    }

    it('may compress its answer: its body is what was sent', async () => {
      const packed = gzipSync('body')
      const { origin } = await servers.serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(packed))
      const { headers, body } = await ask(transport, request(origin, '/'))

      expect(headers['content-encoding']).toBe('gzip')
      expect(Buffer.from(body ?? [])).toEqual(packed)
    })

    it('may be at any address of this machine', async () => {
      const hosts = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
        ? ['127.0.0.1', '::1']
        : ['127.0.0.1']
      for (const host of hosts) {
        const { origin } = await servers.listen(
          createServer((_request, response) => response.end(host)),
          host,
        )

        expect(text(await ask(transport, request(origin, '/')))).toBe(host)
      }
    })

    it('may be called localhost', async () => {
      const { port } = await servers.serve((_request, response) => response.end('body'))

      expect(text(await ask(transport, request(`http://localhost:${port}`, '/')))).toBe('body')
    })

    it('gets large bodies whole, and gives them back', async () => {
      const { origin } = await servers.serve((incoming, response) => incoming.pipe(response))
      const body = Buffer.alloc(3_000_000, '0123456789')
      const exchange = await ask(transport, request(origin, '/', { method: 'POST', body, maxBody: 4_000_000 }))

      expect(body.equals(exchange.body as Uint8Array)).toBe(true)
      expect(exchange.bytesSent).toBeGreaterThan(body.length)
    })
  })

  describe('a body', () => {
    it('does not mix with those of other connections', async () => {
      const { origin } = await servers.serve(async ({ url = '' }, response) => {
        for (let times = 0; times < 50; times += 1) {
          response.write(url.repeat(20))
          await new Promise((resolve) => setImmediate(resolve))
        }
        response.end()
      })
      const paths = Array.from({ length: 30 }, (_, index) => `/${index}`)
      const exchanges = await Promise.all(paths.map((path) => ask(transport, request(origin, path))))

      expect(exchanges.map(text)).toEqual(paths.map((path) => path.repeat(1000)))
    })

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
      const { origin } = await servers.serve((_, response) => response.end('ok'))
      for (let sent = 0; sent < 5; sent += 1) await ask(transport, request(origin, '/', { method }))

      expect(servers.sockets).toHaveLength(1)
    })

    it('one also carries a GET with a body, and what follows it', async () => {
      const { origin } = await servers.serve((_, response) => response.end('ok'))
      for (let sent = 0; sent < 3; sent += 1) await ask(transport, request(origin, '/', { body: Buffer.from('x') }))

      expect(servers.sockets).toHaveLength(1)
    })

    it('are as many as there are requests at once, and are used again', async () => {
      const { origin } = await servers.serve((_, response) => setTimeout(() => response.end('ok'), 10))
      const parallel = () => Promise.all([1, 2, 3].map(() => ask(transport, request(origin, '/'))))
      await parallel()
      await parallel()

      expect(servers.sockets).toHaveLength(3)
    })

    it('stay open while the user thinks for longer than most clients wait', async () => {
      const { origin } = await servers.serveBytes((socket) => socket.write(ok))
      await ask(transport, request(origin, '/'))
      await new Promise((resolve) => setTimeout(resolve, 4500))
      await ask(transport, request(origin, '/'))

      expect(servers.sockets).toHaveLength(1)
    }, 10_000)

    it('are new for each request without keepAlive', async () => {
      await use({ keepAlive: false })
      const seen: (string | undefined)[] = []
      const { origin } = await servers.serve(({ headers }, response) => {
        seen.push(headers.connection)
        response.end('ok')
      })
      const exchanges = [await ask(transport, request(origin, '/')), await ask(transport, request(origin, '/'))]

      expect(servers.sockets).toHaveLength(2)
      expect(seen).toEqual(['close', 'close'])
      expect(exchanges.map(({ connect }) => typeof connect)).toEqual(['number', 'number'])
    })
  })

  describe('a connection', () => {
    it.each([
      ['says that it closes', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'],
      ['speaks HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'],
      ['sends more than the response', `${ok}!`],
      ['sends two responses', ok + ok.replace('200', '500')],
      ['names no time to keep it', 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=0\r\ncontent-length: 2\r\n\r\nok'],
    ])('is used once where the server %s', async (_, answer) => {
      const { origin } = await servers.serveBytes((socket) => socket.write(answer))
      for (const method of ['GET', 'POST', 'GET']) {
        expect((await ask(transport, request(origin, '/', { method }))).status).toBe(200)
      }

      expect(servers.sockets).toHaveLength(3)
    })

    it('on which something comes that was not asked for is not used again', async () => {
      let unasked: Promise<void> | undefined
      const { origin } = await servers.serveBytes((socket) => {
        socket.write(ok)
        unasked = new Promise((resolve) => setTimeout(() => socket.write(ok.replace('200', '500'), () => resolve()), 10))
      })
      for (let times = 0; times < 3; times += 1) {
        expect((await ask(transport, request(origin, '/'))).status).toBe(200)
        await unasked
        // It is there, and the loop reads it before this timer.
        await new Promise((resolve) => setTimeout(resolve, 20))
      }

      expect(servers.sockets).toHaveLength(3)
    })

    it('is used again over TLS, though a response comes before the socket says that the request is written', async () => {
      const server = new Worker(secureServer, { eval: true, workerData: testCertificate })
      onTestFinished(async () => void (await server.terminate()))
      const [port] = (await once(server, 'message')) as [number]
      await use({ tls: { ca: testCertificate.cert } })
      const connects: (number | undefined)[] = []
      for (let times = 0; times < 3; times += 1) {
        await new Promise((resolve) => setImmediate(resolve))
        const asking = ask(transport, request(`https://localhost:${port}`, '/'))
        // The response is there when the event loop turns.
        for (const until = performance.now() + 20; performance.now() < until; );
        connects.push((await asking).connect)
      }

      expect(connects).toEqual([expect.any(Number), undefined, undefined])
    })

    it('is closed shortly before the moment that the server has named', async () => {
      const answer = ok.replace('\r\n', '\r\nKeep-Alive: max=100, timeout=2\r\n')
      const { origin } = await servers.serveBytes((socket) => socket.write(answer))
      const connectionsAfter = async (ms: number) => {
        await new Promise((resolve) => setTimeout(resolve, ms))
        await ask(transport, request(origin, '/'))
        return servers.sockets.length
      }

      expect([await connectionsAfter(0), await connectionsAfter(200), await connectionsAfter(1950)]).toEqual([1, 1, 2])
    })

    it('may end a response, or not', async () => {
      const { origin, target } = await servers.serveBytes((socket, chunk) =>
        socket.end(
          chunk.startsWith('GET /all') ? 'HTTP/1.1 200 OK\r\n\r\nall' : 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nnot',
        ),
      )
      const error = await failure(ask(transport, request(origin, '/part')))

      expect(text(await ask(transport, request(origin, '/all')))).toBe('all')
      expect([error.category, error.message]).toEqual(['reset', `connection closed by ${target}`])
      expect(error.times.bytesReceived).toBe(41)
    })

    it('is new for each GET where the server closes it without a word', race, async () => {
      const { origin } = await servers.serveBytes((socket) => socket.end(ok))
      for (let times = 0; times < 10; times += 1) {
        expect((await ask(transport, request(origin, '/'))).status).toBe(200)
      }
    })
  })

  describe('renew', () => {
    it('closes idle connections, and those in use when their exchange ends', async () => {
      const { origin } = await servers.serve(
        ({ url }, response) => void setTimeout(() => response.end('ok'), url === '/late' ? 60 : 0),
      )
      const late = ask(transport, request(origin, '/late'))
      await ask(transport, request(origin, '/'))
      const ends = Promise.all(servers.sockets.map((socket) => once(socket, 'close')))
      transport.renew()
      const { connect } = await ask(transport, request(origin, '/'))

      expect((await late).status).toBe(200)
      await expect(ends).resolves.toHaveLength(2)
      expect([typeof connect, servers.sockets.length]).toEqual(['number', 3])
      expect((await ask(transport, request(origin, '/'))).connect).toBeUndefined()
    })

    it('leaves what is in flight to close', async () => {
      const pending = failure(send('/hang'))
      await new Promise((resolve) => setTimeout(resolve, 30))
      transport.renew()
      await transport.close()

      expect((await pending).category).toBe('interrupted')
    })
  })

  describe('a kept connection that the server closes', () => {
    it('while it is idle is replaced', async () => {
      const { origin } = await servers.serve((_, response) => response.end('ok'))
      await ask(transport, request(origin, '/'))
      const [socket] = servers.sockets
      // It closes when the client has seen the end, and ended its own side.
      await Promise.all([once(socket as Socket, 'close'), socket?.end()])
      const { status, connect } = await ask(transport, request(origin, '/', { method: 'POST' }))

      expect([status, typeof connect]).toEqual([200, 'number'])
    })

    const closeFirst = (how: (socket: Socket) => void) =>
      servers.serveBytes((socket, _, connection) => {
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
    ])('when a %s is on its way: it is sent once more, where the connection %s', race, async (method, _, how) => {
      const { origin } = await closeFirst(how)
      await ask(transport, request(origin, '/'))
      const { status, connect, asked, sent } = await ask(transport, request(origin, '/', { method, maxBody: 0 }))

      expect([status, servers.sockets.length]).toEqual([200, 2])
      expect(connect).toBeLessThan(sent - asked)
    })

    it.each(['POST', 'PATCH'])('when a %s is on its way: it fails, as it may have been carried out', async (method) => {
      const { origin, target } = await closeFirst((socket) => socket.end())
      await ask(transport, request(origin, '/'))
      const error = await failure(ask(transport, request(origin, '/', { method })))

      expect([error.category, error.message]).toEqual(['reset', `connection closed by ${target}`])
      expect(servers.sockets).toHaveLength(1)
    })

    it('long after a GET was sent: it fails, as that is no race', async () => {
      const { origin, target } = await closeFirst((socket) => void setTimeout(() => socket.end(), 80))
      await ask(transport, request(origin, '/'))
      const error = await failure(ask(transport, request(origin, '/')))

      expect([error.category, error.message]).toEqual(['reset', `connection closed by ${target}`])
      expect(servers.sockets).toHaveLength(1)
    })

    it('before a POST was written: it is sent on a new one', async () => {
      const { origin } = await servers.serveBytes((socket, _, connection) => {
        socket.write(ok)
        if (connection === 1) socket.resetAndDestroy()
      })
      await ask(transport, request(origin, '/'))
      // The reset is there, but the client has not read it when it is given the request.
      await new Promise((resolve) => setImmediate(resolve))
      const { status } = await ask(transport, request(origin, '/', { method: 'POST' }))

      expect([status, servers.sockets.length]).toEqual([200, 2])
    })

    it('twice in a row is a failure', race, async () => {
      const { origin } = await servers.serveBytes((socket, _, connection) => {
        if (connection === 1 && socket.bytesWritten === 0) socket.write(ok)
        else socket.end()
      })
      await ask(transport, request(origin, '/'))

      expect((await failure(ask(transport, request(origin, '/')))).category).toBe('reset')
      expect(servers.sockets).toHaveLength(2)
    })

    it('after the first byte of a response is a failure', async () => {
      const { origin } = await servers.serveBytes((socket) => {
        if (socket.bytesWritten === 0) socket.write(ok)
        else socket.end('HTTP/1.1 2')
      })
      await ask(transport, request(origin, '/'))

      expect((await failure(ask(transport, request(origin, '/')))).category).toBe('reset')
      expect(servers.sockets).toHaveLength(1)
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
      const error = await failure(ask(transport, request(origin, '/')))

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
      const { origin, target } = await servers.serveBytes((socket) => socket.end(answer))
      const error = await failure(ask(transport, request(origin, '/')))

      expect(error.category).toBe('protocol')
      expect(error.message).toContain(message.replace('TARGET', target))
      expect(error.times.bytesSent).toBeGreaterThan(0)
    })

    it.each([
      'nonsense',
      'HTTP/1.1 200 OK\r\ncontent-length: 1',
      'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nok',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1',
      'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n',
    ])('in the middle of %o does not spoil the next request', async (answer) => {
      const { origin } = await servers.serveBytes((socket, _, connection) => socket.end(connection === 1 ? answer : ok))
      await failure(ask(transport, request(origin, '/')))
      const next = await ask(transport, request(origin, '/'))

      expect([next.status, next.headers, text(next)]).toEqual([200, { 'content-length': '2' }, 'ok'])
    })

    it('of a host that is not allowed carries the reason, and opens no socket', async () => {
      const error = await failure(ask(transport, request('http://192.0.2.1', '/')))

      expect(error.category).toBe('exception')
      expect(isHostNotAllowed(error)).toBe(true)
    })
  })

  describe('a time-out', () => {
    it.each([
      ['/hang', 'no response within 60 ms'],
      ['/drip?ms=10', 'response did not end within 60 ms'],
    ])('cuts GET %s: %s', async (path, message) => {
      const cut = async () => {
        const error = await failure(send(path, { timeout: 60 }))
        const took = error.times.end - error.times.asked
        expect(error.category).toBe('timeout')
        expect(took).toBeGreaterThanOrEqual(60)
        return { message: error.message, took }
      }
      let last = await cut()
      // A busy machine is late now and then; a coarse timer always is.
      for (let tries = 1; tries < 20 && (last.message !== message || last.took >= 150); tries += 1) last = await cut()

      expect(last.message).toBe(message)
      expect(last.took).toBeLessThan(150)
      expect((await send('/health')).status).toBe(200)
    })

    it('cuts what gets no connection', async () => {
      await use({ tls: {} })
      // Takes the TCP connection, but never speaks TLS.
      const { target } = await servers.serveBytes(() => {})
      const error = await failure(ask(transport, request(`https://${target}`, '/', { timeout: 1500 })))

      expect([error.category, error.message]).toEqual(['timeout', `no connection to ${target} within 1.5 s`])
    })

    it('spares a response that came in time but could not be read yet', async () => {
      await send('/health')
      const exchange = send('/delay/100', { timeout: 800 })
      await new Promise((resolve) => setTimeout(resolve, 10))
      // The thread stands still until the time-out is over; the server, in the same process' other thread, does not.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)

      expect((await exchange).status).toBe(200)
    })
  })

  describe('close', () => {
    it('cuts what is in flight, at once', async () => {
      const { target } = await servers.serveBytes(() => {})
      const pending = [
        failure(send('/hang')),
        failure(send('/hang')),
        failure(send('/drip?ms=5')),
        failure(ask(transport, request(`https://${target}`, '/'))),
      ]
      await new Promise((resolve) => setTimeout(resolve, 50))
      const started = performance.now()
      await transport.close()

      // None of them would end by itself.
      expect(performance.now() - started).toBeLessThan(3000)
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
      const { origin } = await servers.serve((_, response) => response.end('ok'))
      await Promise.all([ask(transport, request(origin, '/')), ask(transport, request(origin, '/'))])
      const ends = servers.sockets.map((socket) => once(socket, 'close'))
      await transport.close()

      await expect(Promise.all(ends)).resolves.toHaveLength(2)
    })
  })

  describe('TLS', () => {
    const secure = async (): Promise<string> => {
      const { target } = await servers.listen(createSecureServer(testCertificate, (_, response) => response.end('secret')))
      return target
    }

    it.each([
      ['its certificate is trusted', { ca: testCertificate.cert }],
      ['any certificate is trusted', { rejectUnauthorized: false }],
    ])('connects where %s', async (_, tls) => {
      await use({ tls })
      const exchange = await ask(transport, request(`https://${await secure()}`, '/'))

      expect(text(exchange)).toBe('secret')
      expect(exchange.connect).toBeGreaterThan(0)
      expect(exchange.bytesReceived).toBeGreaterThan(6)
    })

    it('names the server, so that names in its certificate count', async () => {
      await use({ tls: { ca: testCertificate.cert } })
      const port = (await secure()).split(':')[1]

      expect((await ask(transport, request(`https://localhost:${port}`, '/'))).status).toBe(200)
    })

    it('shows its own certificate', async () => {
      const asking = createSecureServer(
        { ...testCertificate, ca: testCertificate.cert, requestCert: true },
        (_request, response) => response.end('welcome'),
      )
      const { target } = await servers.listen(asking)
      await use({ tls: { ca: testCertificate.cert, ...testCertificate } })
      const welcomed = await ask(transport, request(`https://${target}`, '/'))
      await use({ tls: { ca: testCertificate.cert } })

      expect(text(welcomed)).toBe('welcome')
      expect((await failure(ask(transport, request(`https://${target}`, '/')))).category).toMatch(/tls|reset/)
    })

    it('carries large bodies on connections that are kept', async () => {
      await use({ tls: { ca: testCertificate.cert } })
      const echo = createSecureServer(testCertificate, (incoming, response) => incoming.pipe(response))
      const { target } = await servers.listen(echo)
      const body = Buffer.alloc(2_000_000, '0123456789')
      for (let times = 0; times < 3; times += 1) {
        const exchange = await ask(transport, request(`https://${target}`, '/', { method: 'POST', body, maxBody: 4_000_000 }))
        expect(body.equals(exchange.body as Uint8Array)).toBe(true)
      }

      expect(servers.sockets).toHaveLength(1)
    })

    it('refuses a certificate that has expired', async () => {
      await use({ tls: { ca: expiredCertificate.cert } })
      const { target } = await servers.listen(createSecureServer(expiredCertificate))
      const error = await failure(ask(transport, request(`https://${target}`, '/')))

      expect([error.category, error.message]).toEqual(['tls', `TLS with ${target} failed (CERT_HAS_EXPIRED)`])
    })

    it('refuses a certificate that is not trusted', async () => {
      const target = await secure()
      const error = await failure(ask(transport, request(`https://${target}`, '/')))

      expect([error.category, error.message]).toEqual(['tls', `TLS with ${target} failed (DEPTH_ZERO_SELF_SIGNED_CERT)`])
    })

    it('fails where the server does not speak it', async () => {
      const error = await failure(ask(transport, request(fixture.url.replace('http', 'https'), '/')))

      expect(error.category).toBe('tls')
    })
  })
})

const secureServer = `
  const { createServer } = require('node:https')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer(workerData, (_, response) => response.end('ok'))
  server.listen(0, 'localhost', () => parentPort.postMessage(server.address().port))
`
