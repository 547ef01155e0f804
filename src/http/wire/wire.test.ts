import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../../fixtures/free-port.ts'
import { ask } from '../ask.ts'
import { decodeBody } from '../decode-body.ts'
import { createHostGuard } from '../host-guard.ts'
import { failureOf, okResponse, prepare, TestServers, textOf } from '../transport.fixture.ts'
import type { PreparedRequest, Transport } from '../transport.ts'
import { createWireTransport } from './wire.ts'

// What every transport has to do is in transport.test.ts; this is what wire does besides, or more strictly.
let transport: Transport
let servers: TestServers
beforeEach(() => {
  transport = createWireTransport({ guard: createHostGuard() })
  servers = new TestServers()
})
afterEach(async () => {
  await transport.close()
  await servers.close()
})

/** Sends a request to a server that answers all of them with this; `rest` comes piece by piece. */
async function askFor(answer: string, more: Partial<PreparedRequest> = {}, rest = '', ms = 20) {
  const { origin, target } = await servers.serveBytes(async (socket) => {
    socket.write(Buffer.from(answer, 'latin1'))
    for (const octet of rest) {
      await sleep(ms)
      if (!socket.destroyed) socket.write(octet)
    }
  })
  return { target, exchange: ask(transport, prepare(origin, '/', more)) }
}

describe('a bad server', () => {
  it.each([
    ['garbage', '\0\x01\x02garbage', 'malformed response from TARGET (not HTTP/1)'],
    ['a head of 1 MB', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1_000_000)}`, 'response headers from TARGET are too large'],
    [
      'a chunk of 2^64 bytes',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\n',
      'malformed response from TARGET (size of a chunk)',
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok',
      'malformed response from TARGET (second content-length)',
    ],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'unexpected response from TARGET (bad upgrade)'],
  ])('that sends %s fails the request at once, though the connection stays open', async (_, answer, message) => {
    const { target, exchange } = await askFor(answer)
    const error = await failureOf(exchange)

    expect([error.category, error.message]).toEqual(['protocol', message.replace('TARGET', target)])
    expect(error.times.end - error.times.asked).toBeLessThan(4500)
    expect(error.times.bytesReceived).toBeGreaterThan(0)
  })

  it.each([
    ['its head', 'HTTP/1.1 ', `200 OK\r\nx: ${'y'.repeat(30)}`],
    ['its body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n', '0123456789'.repeat(4)],
    ['the size of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '0'.repeat(40)],
  ])('that sends %s octet by octet is given up at the deadline', async (_, answer, rest) => {
    const { exchange } = await askFor(answer, { timeout: 800 }, rest, 100)
    const error = await failureOf(exchange)

    expect([error.category, error.message]).toEqual(['timeout', 'response did not end within 800 ms'])
    // Begun anew with each octet, it would come after four seconds.
    expect(error.times.end - error.times.asked).toBeLessThan(3500)
  })

  it('that sends responses to come and no other is given up at the deadline', async () => {
    const { exchange } = await askFor('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000), { timeout: 60 })

    expect((await failureOf(exchange)).message).toBe('no response within 60 ms')
  })

  it('does not spoil the requests of others on the thread', async () => {
    const { origin } = await servers.serveBytes((socket, chunk) =>
      socket.write(chunk.startsWith('GET /bad') ? 'HTTP/1.1 200 OK\r\nx:' : okResponse),
    )
    const bad = Array.from({ length: 20 }, () => failureOf(ask(transport, prepare(origin, '/bad', { timeout: 100 }))))
    const good = Array.from({ length: 20 }, () => ask(transport, prepare(origin, '/good')))

    expect((await Promise.all(good)).map(textOf)).toEqual(good.map(() => 'ok'))
    expect((await Promise.all(bad)).map(({ category }) => category)).toEqual(bad.map(() => 'timeout'))
  })

  it('that answers before it has read the request is not sent another one on that connection', async () => {
    const { origin } = await servers.serveBytes((socket) => {
      if (socket.bytesWritten === 0) socket.pause().write(okResponse)
    })
    const body = Buffer.alloc(20_000_000)
    const { status } = await ask(transport, prepare(origin, '/', { method: 'PUT', body }))
    const again = await ask(transport, prepare(origin, '/'))

    expect([status, again.status, typeof again.connect]).toEqual([200, 200, 'number'])
  })
})

describe('a body that goes on until the end', () => {
  it('is not whole where the connection is reset', async () => {
    const { origin, target } = await servers.serveBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhalf')
      setTimeout(() => socket.resetAndDestroy(), 20)
    })
    const error = await failureOf(ask(transport, prepare(origin, '/')))

    expect([error.category, error.message]).toEqual(['reset', `connection reset by ${target}`])
  })
})

describe('moments', () => {
  it('of the first byte are those of the response, whatever came before it', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\n\r\n'
    const { exchange } = await askFor(`${early}${early}HTTP/1.`, {}, okResponse.slice('HTTP/1.'.length), 25)
    const { firstByte, sent, end } = await exchange

    // The rest comes in as many pieces as it has octets: it takes more than a second from there, whatever holds the machine up.
    expect(end - firstByte).toBeGreaterThan(500)
    expect(firstByte).toBeGreaterThanOrEqual(sent)
  })

  it('of sending are those of asking, where a connection waits', async () => {
    const { origin } = await servers.serveBytes((socket) => socket.write(okResponse))
    await ask(transport, prepare(origin, '/'))
    await sleep(10)
    const { asked, sent } = await ask(transport, prepare(origin, '/'))

    expect(sent).toBe(asked)
  })

  it('of sending a POST come after a look at the connection, where it has waited', async () => {
    const { origin } = await servers.serveBytes((socket) => socket.write(okResponse))
    await ask(transport, prepare(origin, '/'))
    await sleep(10)
    const { asked, sent, connect } = await ask(transport, prepare(origin, '/', { method: 'POST' }))

    expect(sent).toBeGreaterThan(asked)
    expect(connect).toBeUndefined()
  })
})

describe('headers', () => {
  it('are read when they are asked for, once', async () => {
    const { exchange } = await askFor('HTTP/1.1 200 OK\r\nX-One: a\r\nx-one: b\r\ncontent-length: 0\r\n\r\n')
    const { headers } = await exchange

    expect({ ...headers }).toEqual({ 'x-one': ['a', 'b'], 'content-length': '0' })
    expect((await exchange).headers).toBe(headers)
  })

  it('of one response are not those of another with the same request', async () => {
    let answered = 0
    const { origin } = await servers.serveBytes((socket) => {
      answered += 1
      socket.write(`HTTP/1.1 ${199 + answered} OK\r\nx-id: ${answered}\r\ncontent-length: 1\r\n\r\n${answered}`)
    })
    const request = prepare(origin, '/')
    const exchanges = [await ask(transport, request), await ask(transport, request), await ask(transport, request)]

    expect(exchanges.map(({ status, headers }) => [status, headers['x-id']])).toEqual([
      [200, '1'],
      [201, '2'],
      [202, '3'],
    ])
    expect(exchanges.map(textOf)).toEqual(['1', '2', '3'])
  })
})

describe('a request that would break out of its place', () => {
  it.each<[string, Partial<PreparedRequest>]>([
    ['its path', { path: '/ HTTP/1.1\r\nx: y\r\n\r\nGET /' }],
    ['a value', { headers: { x: 'a\r\ny: b' } }],
    ['the host', { headers: { host: 'a\r\ny: b' } }],
    ['a name', { headers: { 'x: y\r\nz': 'a' } }],
    ['a value of more than octets', { headers: { x: 'a\u010db' } }],
  ])('by %s is not sent', async (_, more) => {
    const { origin, target } = await servers.serveBytes((socket) => socket.write(okResponse))
    const error = await failureOf(ask(transport, { ...prepare(origin, '/'), ...more }))

    expect([error.category, error.message]).toEqual(['protocol', `request to ${target} failed (ERR_INVALID_CHAR)`])
    expect((await ask(transport, prepare(origin, '/'))).status).toBe(200)
  })
})

const hasNginx = spawnSync('nginx', ['-v']).error === undefined

describe.skipIf(!hasNginx)(`nginx${hasNginx ? '' : ' (not installed, so not asked)'}`, () => {
  it('may answer with a length, in chunks, compressed and in part', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wire-nginx-'))
    const port = await freePort()
    writeFileSync(join(folder, 'page.txt'), 'page '.repeat(20_000))
    writeFileSync(join(folder, 'nginx.conf'), nginxConfiguration(folder, port))
    const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')])
    const exited = once(nginx, 'exit')
    try {
      const origin = `http://127.0.0.1:${port}`
      const get = (path: string, more: Partial<PreparedRequest> = {}) => ask(transport, prepare(origin, path, more))
      for (let tries = 0; tries < 50; tries += 1) {
        const isUp = await get('/page.txt').then(
          () => true,
          () => sleep(100),
        )
        if (isUp === true) break
      }
      const page = 'page '.repeat(20_000)
      const packed = await get('/page.txt', { headers: { 'accept-encoding': 'gzip' } })
      const decoded = decodeBody(packed.body ?? Buffer.alloc(0), packed.headers['content-encoding'], 1_000_000)

      expect(textOf(await get('/page.txt'))).toBe(page)
      expect(packed.headers['transfer-encoding']).toBe('chunked')
      expect(Buffer.from(decoded).toString()).toBe(page)
      expect(textOf(await get('/page.txt', { headers: { range: 'bytes=5-8' } }))).toBe('page')
      expect(await get('/page.txt', { method: 'HEAD' })).toMatchObject({ status: 200, connect: undefined })
      expect((await get('/nothing', { method: 'DELETE' })).status).toBe(405)
      expect((await get('/empty')).status).toBe(204)
    } finally {
      nginx.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true })
    }
  }, 20_000)
})

function nginxConfiguration(folder: string, port: number): string {
  return `
daemon off;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  server {
    listen 127.0.0.1:${port};
    root ${folder};
    gzip on;
    gzip_types *;
    location /empty { return 204; }
  }
}`
}
