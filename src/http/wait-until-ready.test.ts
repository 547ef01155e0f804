import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { createHostGuard, HostNotAllowedError } from './host-guard.ts'
import { NotReadyError, type ReadyOptions, waitUntilReady } from './wait-until-ready.ts'

const guard = createHostGuard()
let servers: Server[]
beforeEach(() => {
  servers = []
})
afterEach(() => {
  for (const server of servers) server.close().closeAllConnections()
})

async function serve(listener: RequestListener, port = 0): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
/** Answers with these statuses, one after the other; the last one stays. */
const serveStatuses = (...statuses: number[]): Promise<string> =>
  serve((_, response) => {
    response.statusCode = (statuses.length > 1 ? statuses.shift() : statuses[0]) as number
    response.end('{"ready":true}')
  })
const wait = (url: string, options: Partial<ReadyOptions> = {}) => waitUntilReady({ url, guard, timeout: 1000, ...options })

it.each([
  ['a status below 400', [503, 404, 204], undefined],
  ['a redirect, which is not followed', [503, 302], undefined],
  ['the expected status', [200, 401], 401],
  ['one of the expected statuses', [200, 401], [401, 403]],
])('waits for %s', async (_, statuses, expected) => {
  await expect(wait(await serveStatuses(...statuses), { expect: expected, timeout: 5000 })).resolves.toBeUndefined()
})

it('waits for what a function accepts', async () => {
  const answers = ['starting', 'starting', 'ready']
  const url = await serve((_, response) => response.end(answers.shift() ?? 'too late'))
  await wait(url, { expect: (reply) => reply.text() === 'ready', timeout: 5000 })

  expect(answers).toEqual([])
})

it('waits for a server that does not listen yet', async () => {
  const port = await freePort()
  const waiting = wait(`http://127.0.0.1:${port}`, { timeout: 5000 })
  await setTimeout(50)
  await serve((_, response) => response.end(), port)

  await expect(waiting).resolves.toBeUndefined()
})

it.each([
  ['the last answer', [503], undefined, 'The last answer: 503 Service Unavailable'],
  ['what it should have been', [200], 201, 'The last answer: expected status 201, got 200'],
  ['why it was not accepted', [200], () => 'no models loaded' as const, 'The last answer: no models loaded'],
])('gives up in time, and tells %s', async (_, statuses, expected, last) => {
  const url = await serveStatuses(...statuses)
  const started = performance.now()

  await expect(wait(url, { expect: expected })).rejects.toThrow(
    expect.objectContaining({
      name: NotReadyError.name,
      code: 'ERR_LOAD_READY',
      message: `${url} was not ready within 1 s. ${last}. Look at the server's own output, or raise \`timeout\``,
    }),
  )
  expect(performance.now() - started).toBeGreaterThan(500)
  expect(performance.now() - started).toBeLessThan(5000)
})

it('gives up in time where nothing listens', async () => {
  await expect(wait('http://127.0.0.1:1/health')).rejects.toThrow(
    'http://127.0.0.1:1/health was not ready within 1 s. The last attempt: connection refused by 127.0.0.1:1. Look at',
  )
})

it('tells the last answer where the time was nearly over at the attempt after it', async () => {
  let first: number | undefined
  const url = await serve((_, response) => {
    first ??= performance.now()
    if (performance.now() - first < 850) response.writeHead(503).end()
  })

  await expect(wait(url)).rejects.toThrow(`${url} was not ready within 1 s. The last answer: 503 Service Unavailable. Look at`)
})

it('tells of a server that came and did not answer, not that it was refused before', async () => {
  const port = await freePort()
  const coming = setTimeout(250).then(() => serve(() => {}, port))

  await expect(wait(`http://127.0.0.1:${port}/health`, { timeout: 1500 })).rejects.toThrow(
    /was not ready within 1\.5 s\. The last attempt: no response within/,
  )
  await coming
})

it('tells that there was no answer where there was time for one', async () => {
  let asked = 0
  const url = await serve((_, response) => {
    asked += 1
    if (asked === 1) response.writeHead(503).end()
  })

  await expect(wait(url, { timeout: 3000 })).rejects.toThrow(
    /was not ready within 3 s\. The last attempt: no response within [12]/,
  )
})

it('gives up in time where there is no answer', async () => {
  const url = await serve(() => {})

  await expect(wait(url)).rejects.toThrow(`${url} was not ready within 1 s. The last attempt: no response within 1 s. Look at`)
})

it('rejects a host that is not allowed at once', async () => {
  await expect(wait('http://example.com', { timeout: 60_000 })).rejects.toThrow(HostNotAllowedError)
})

it.each([
  ['between two attempts', () => serveStatuses(503)],
  ['during an attempt', () => serve(() => {})],
])('ends with the reason of its signal %s', async (_, start) => {
  const url = await start()
  const signal = AbortSignal.timeout(50)
  const started = performance.now()

  await expect(wait(url, { signal, timeout: 60_000 })).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }))
  expect(performance.now() - started).toBeLessThan(10_000)
})

it('does not begin with a signal that is aborted', async () => {
  await expect(wait('http://127.0.0.1:1', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})

it('refuses a URL that is none', async () => {
  await expect(wait('nowhere')).rejects.toThrow(
    "ready: Expected `path` to be a path that begins with '/', or an http or https URL, got 'nowhere'",
  )
})
