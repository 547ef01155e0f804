import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../ask.ts'
import { createHostGuard } from '../host-guard.ts'
import { RequestError } from '../request-error.ts'
import { okResponse, prepare, TestServers, textOf } from '../transport.fixture.ts'
import type { Exchange, PreparedRequest, Transport } from '../transport.ts'
import { outbox } from './outbox.ts'
import { createWireTransport } from './wire.ts'

let servers: TestServers
let transports: Transport[]
let crowd: Transport
beforeEach(() => {
  servers = new TestServers()
  transports = []
  crowd = create()
})
afterEach(async () => {
  await Promise.all(transports.map((transport) => transport.close()))
  await servers.close()
})

function create(): Transport {
  const transport = createWireTransport({ guard: createHostGuard() })
  transports.push(transport)
  return transport
}

/** So many exchanges that get no response, so that others are sent together. */
async function gather(): Promise<void> {
  const { origin } = await servers.serveBytes(() => {})
  for (let count = 0; count < 20; count += 1) ask(crowd, prepare(origin, '/')).catch(() => {})
}

/** Whether it is sent at once what is posted now. */
function sendsAtOnce(): boolean {
  const sent: number[] = []
  outbox.post({ send: (now) => sent.push(now) }, performance.now())
  return sent.length > 0
}

/** Exchanges under way, up to 8, for which the outbox takes them to be. */
function underWay(): number {
  let begun = 0
  for (; begun < 20 && sendsAtOnce(); begun += 1) outbox.begin()
  for (let left = begun; left > 0; left -= 1) outbox.end()
  return 9 - begun
}

describe('a request that waits to be sent with others', () => {
  it.each(['GET', 'POST'])('is sent on another connection where its own is closed meanwhile, once: %s', async (method) => {
    await gather()
    const seen: string[] = []
    let served: Socket | undefined
    const { origin } = await servers.serveBytes((socket, chunk) => {
      served ??= socket
      seen.push(chunk.slice(0, chunk.indexOf(' HTTP')))
      socket.write(okResponse)
    })
    const transport = create()
    await ask(transport, prepare(origin, '/first'))
    const second = prepare(origin, '/second', { method, ...(method === 'POST' && { body: Buffer.from('x') }) })
    // From there the loop looks at the sockets before it sends.
    const reply = await new Promise((resolve) => {
      setImmediate(() => {
        served?.destroy()
        resolve(ask(transport, second))
      })
    })
    expect(reply).toMatchObject({ status: 200 })
    expect(seen).toEqual(['GET /first', `${method} /second`])
  })

  it('takes no response for its own that came before it was sent', async () => {
    await gather()
    let count = 0
    let served: Socket | undefined
    const { origin } = await servers.serveBytes((socket) => {
      served ??= socket
      count += 1
      socket.write(okResponse.replace('ok', `#${count}`))
    })
    const transport = create()
    await ask(transport, prepare(origin, '/'))
    const second = await new Promise<Exchange>((resolve) => {
      setImmediate(() => {
        served?.write(okResponse.replace('ok', 'no'))
        resolve(ask(transport, prepare(origin, '/')))
      })
    })
    expect(textOf(second)).toBe('#2')
  })
})

describe('the exchanges under way', () => {
  it('are none when all have ended, however they ended, and each has ended once', async () => {
    const answers: Record<string, (socket: Socket) => void> = {
      '/ok': (socket) => socket.write(okResponse),
      '/late': (socket) => setTimeout(() => socket.write(okResponse), 3),
      '/last': (socket) => socket.end(okResponse.replace('content-length', 'connection: close\r\ncontent-length')),
      '/gone': (socket) => {
        socket.write(okResponse)
        setImmediate(() => socket.destroy())
      },
      '/ended': (socket) => socket.end(),
      '/reset': (socket) => socket.resetAndDestroy(),
      '/rubbish': (socket) => socket.write('rubbish\r\n\r\n'),
      '/twice': (socket) => socket.write(okResponse + okResponse),
      '/open': (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nbody'),
      '/cut': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbody'),
      '/silent': () => {},
    }
    const { origin } = await servers.serveBytes((socket, chunk) => {
      const path = chunk.split(' ')[1] ?? ''
      answers[path]?.(socket)
    })
    const closed = createServer()
    const { origin: refused } = await servers.listen(closed)
    await new Promise((resolve) => closed.close(resolve))

    const requests: readonly Partial<PreparedRequest>[] = [
      ...Object.keys(answers).map((path) => ({ path })),
      { path: '/ok', method: 'POST', body: Buffer.from('body') },
      { path: '/gone', method: 'POST', body: Buffer.alloc(100_000) },
      { path: '/ok', timeout: 1 },
      { path: '/ok', method: 'A B' },
      { path: '/ok', origin: refused },
      { path: '/ok', origin: 'http://192.0.2.1' },
    ]
    const wanted = fc.record({
      user: fc.nat(4),
      request: fc.nat(requests.length - 1),
      pause: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2),
      after: fc.constantFrom(undefined, undefined, undefined, undefined, 'renew', 'close'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(wanted, { minLength: 40, maxLength: 150 }), async (all) => {
        expect(underWay()).toBe(0)
        const users = Array.from({ length: 5 }, create)
        const ends: number[] = []
        const told: Promise<void>[] = []
        for (const [index, { user, request, pause, after }] of all.entries()) {
          ends[index] = 0
          const { promise, resolve } = Promise.withResolvers<void>()
          told.push(promise)
          const end = (error?: unknown): void => {
            if (error !== undefined) expect(error).toBeInstanceOf(RequestError)
            ends[index] = (ends[index] as number) + 1
            resolve()
          }
          const prepared = prepare(origin, '/', { timeout: 60, ...requests[request] })
          ;(users[user] as Transport).exchange(prepared, { respond: () => end(), fail: end })
          if (after === 'renew') users[user]?.renew()
          if (after === 'close') {
            await users[user]?.close()
            users[user] = create()
          }
          if (pause !== undefined) await sleep(pause)
        }
        await Promise.all(told)
        await sleep(2)
        expect(ends.every((count) => count === 1)).toBe(true)
        expect(underWay()).toBe(0)
        await Promise.all(users.map((transport) => transport.close()))
      }),
      { numRuns: 20, endOnFailure: true },
    )
  }, 60_000)
})
