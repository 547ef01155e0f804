import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expiredCertificate, testCertificate } from '../http/certificate.fixture.ts'
import { okResponse, TestServers } from '../http/transport.fixture.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import { runLoad } from './load.ts'
import type { LoadOptions } from './load-options.ts'
import { recordingContext } from './run-context.fixture.ts'

const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
const long = 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nok'

const answers: readonly (readonly [string, (socket: Socket) => unknown, string])[] = [
  ['sends garbage', (socket) => socket.write('\0\x01garbage\r\n\r\n'), 'protocol'],
  ['sends a head of 1 MB', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1_000_000)}`), 'protocol'],
  ['sends a chunk of 2^64 bytes', (socket) => socket.write(`${chunked}10000000000000000\r\n`), 'protocol'],
  ['sends byte after byte', (socket) => drip(socket, okResponse), 'timeout'],
  ['says nothing', () => {}, 'timeout'],
  ['closes in the middle of a head', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1'), 'reset'],
  ['closes in the middle of a body', (socket) => socket.end(long), 'reset'],
  ['resets in the middle of a body', (socket) => socket.write(long, () => socket.resetAndDestroy()), 'reset'],
]

const inputs: readonly (readonly [string, Parameters<typeof runLoad>[0]])[] = [
  ['a declared request', 'GET /'],
  ['a list', ['GET /', 'POST /orders']],
  ['a function', ({ http }: ScenarioContext) => http.get('/')],
]

let servers: TestServers
beforeEach(() => {
  servers = new TestServers()
})
afterEach(() => servers.close())

/** Two users, two iterations each; a rejection that nobody handles fails the test. */
function loadFrom(origin: string, input: Parameters<typeof runLoad>[0], options: LoadOptions) {
  const context = recordingContext({ baseUrl: origin })
  return runLoad(input, perVuIterations(2, 2, { maxDuration: '20s' }), { timeout: 2000, ...options }, context)
}

describe.each(['wire', 'undici'] as const)('%s: a server that', (transport) => {
  describe.each(inputs)('gets %s and', (_, input) => {
    it.each(answers)('%s fails each request', async (_, answer, category) => {
      const { origin } = await servers.serveBytes((socket) => answer(socket))
      // A time-out that others could run into on a busy machine would hide what they are.
      const timeout = category === 'timeout' ? 100 : 5000
      const { requests, iterations, errors } = await loadFrom(origin, input, { transport, timeout })

      expect(requests).toMatchObject({ total: 4, failed: 4, interrupted: 0 })
      expect(iterations).toMatchObject({ failed: 4 })
      expect(new Set(errors.map((error) => error.category))).toEqual(new Set([category]))
    })
  })

  it('is asked again at once by a scenario that catches errors is left behind at the end', async () => {
    const { origin } = await servers.serveBytes((socket) => socket.write('nonsense'))
    const forever = async ({ http }: ScenarioContext): Promise<void> => {
      for (;;) await http.get('/').catch(() => {})
    }
    const profile = perVuIterations(2, 1, { maxDuration: '1s', gracefulStop: '100ms' })
    const { requests, iterations } = await runLoad(forever, profile, { transport }, recordingContext({ baseUrl: origin }))

    expect(requests.succeeded).toBe(0)
    expect(requests.failed).toBeGreaterThan(2)
    expect(iterations.interrupted).toBe(2)
  })

  // What was lost within 50 ms of sending is sent again: a busy machine may tell of it later.
  it('closes after every response gets each request on a new connection', { retry: 5 }, async () => {
    const { origin } = await servers.serveBytes((socket) => socket.end(okResponse))
    const { requests } = await loadFrom(origin, 'GET /', { transport })

    expect(requests).toMatchObject({ total: 4, succeeded: 4 })
  })

  it('answers an idle connection before it is asked is not believed', async () => {
    const unasked: Promise<void>[] = []
    const { origin } = await servers.serveBytes((socket) => {
      socket.write(okResponse)
      const late = Promise.withResolvers<void>()
      unasked.push(late.promise)
      setTimeout(() => socket.write(okResponse.replace('200', '201'), () => late.resolve()), 5)
    })
    const slow = async ({ http, sleep, check }: ScenarioContext): Promise<void> => {
      check('its own answer', (await http.get('/')).status === 200)
      await Promise.all(unasked)
      // It is there, and the loop reads it before this timer.
      await sleep(50)
    }
    const { requests, checks } = await loadFrom(origin, slow, { transport })

    expect(requests).toMatchObject({ total: 4, succeeded: 4 })
    expect(checks).toMatchObject([{ name: 'its own answer', passed: 4, failed: 0 }])
  })

  it('has a certificate that expires in the middle of a run fails each request from then on', async () => {
    const server = createSecureServer(testCertificate, (_, response) => {
      server.setSecureContext(expiredCertificate)
      response.end('ok')
    })
    const { target } = await servers.listen(server)
    const tls = { ca: [testCertificate.cert, expiredCertificate.cert] }
    const context = recordingContext({ baseUrl: `https://${target}` })
    const options: LoadOptions = { transport, tls, connections: 'request' }
    const { requests, errors } = await runLoad('GET /', perVuIterations(1, 4), options, context)

    expect(requests).toMatchObject({ succeeded: 1, failed: 3 })
    expect(errors).toMatchObject([{ category: 'tls', message: `TLS with ${target} failed (CERT_HAS_EXPIRED)`, count: 3 }])
  })
})

function drip(socket: Socket, octets: string): void {
  let sent = 0
  const timer = setInterval(() => {
    if (socket.destroyed || sent === octets.length) clearInterval(timer)
    else socket.write(octets.charAt(sent++))
  }, 20)
}
