import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import {
  at,
  between,
  constantRate,
  constantVus,
  cut,
  faultProxy,
  latency,
  load,
  type Measurement,
  perVuIterations,
  RequestError,
  refuse,
  reset,
  scenario,
  swallow,
  type Toxic,
  webServer,
} from 'vitest-load'
import { atAnyScale } from '../in-scale.ts'
import { measuredCalmly } from '../measured-calmly.ts'

// What a fault does to a server takes its time, however long the load is: these loads are not scaled.
const seconds = (count: number): number => atAnyScale(count * 1000)

// Slow enough for the noise of a busy machine to be small beside it.
const order = { path: '/delay/300', name: 'GET /orders/:id', timeout: '5s' } as const

const shopper = scenario({
  name: 'shopper',
  thinkTime: between('0.8s', '1.2s'),
  run: async ({ http }) => void (await http.request({ ...order, path: '/delay/700' }).catch(() => {})),
})

test('1,000 users get over a server that is killed and restarted', { tags: ['stress'] }, async () => {
  const events = [
    at(seconds(4), 'server killed', () => webServer().kill()),
    at(seconds(6), 'server back', () => webServer().restart()),
  ]
  await measuredCalmly(
    () => load(shopper, constantVus(1000, seconds(14)), { warmUp: seconds(2), events }),
    (result) => {
      expect(result.events).toMatchObject([{ state: 'done' }, { state: 'done' }])
      expect(result).toRecoverWithin('3s', { after: 'server back' })
      expect(result.requests.interrupted).toBe(0)
      const outage = result.between('5s', '6s')
      expect(outage.requests.succeeded).toBe(0)
      expect(categoriesOf(outage)).toContain('refused')
    },
  )
})

test('users get over a network that is cut', { tags: ['stress'] }, async () => {
  const proxy = await faultProxy({ seed: 1 })
  const events = [at(seconds(4), 'proxy down', () => proxy.down()), at(seconds(6), 'proxy up', () => proxy.up())]
  await measuredCalmly(
    () => load(order, constantRate('100/s', seconds(12)), { baseUrl: proxy.url, events }),
    (result) => {
      expect(result).toRecoverWithin('2s', { after: 'proxy up' })
      expect(result).toHaveUptimeAbove('75%')
      expect(result.between('5s', '6s').requests.succeeded).toBe(0)
    },
  )
})

test('a server that stands still answers late, and nothing is lost', { tags: ['stress'] }, async () => {
  const events = [at(seconds(4), 'paused', () => webServer().pause()), at(seconds(6), 'resumed', () => webServer().resume())]
  await measuredCalmly(
    () => load(order, constantRate('100/s', seconds(14), { vus: 400 }), { events }),
    (result) => {
      expect(result).toHaveNoErrors()
      // Who came while it stood still waited: by the moment at which they were due, not by the one at which somebody answered.
      expect(result.latency.p95).toBeGreaterThan(1000)
      expect(result).toRecoverWithin('4s', { after: 'resumed' })
    },
  )
})

test('octets that vanish are time-outs, and the share of the others goes on', { tags: ['stress'] }, async () => {
  const proxy = await faultProxy({ seed: 1 })
  await proxy.add(swallow({ share: '20%' }))
  const impatient = { path: '/health', timeout: '300ms' } as const
  const result = await load(impatient, constantVus(50, seconds(2)), { baseUrl: proxy.url, connections: 'iteration' })

  expect(categoriesOf(result)).toEqual(['timeout'])
  expect(result.latency.p99).toBeGreaterThanOrEqual(300)
  expect(result.requests.succeeded).toBeGreaterThan(100)
})

test('a slow network is in the latency', { tags: ['stress'] }, async () => {
  const proxy = await faultProxy({ seed: 1 })
  await proxy.add(latency('100ms', { jitter: '20ms' }))
  const result = await load('GET /health', constantVus(20, seconds(2)), { baseUrl: proxy.url })

  expect(result.latency.p50).toBeGreaterThan(95)
  expect(result.latency.p50).toBeLessThan(200)
  expect(result).toHaveNoErrors()
})

test('connections that are used up are refused, and the others are served', { tags: ['stress'] }, async () => {
  const server = createServer((_, response) => void setTimeout(() => response.end('ok'), 5))
  server.maxConnections = 50
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const result = await load('GET /', constantVus(100, seconds(2)), { baseUrl: url })

  expect(categoriesOf(result)).toEqual(['reset'])
  expect(result).toHaveSucceededAtLeast(300)
})

test('a queue that overflows refuses the excess at once, and does what it can', { tags: ['stress'] }, async () => {
  // Two at a time are made, so ten a second.
  const generate = { path: '/generate?ms=200', name: 'GET /generate' }
  await measuredCalmly(
    () => load(generate, constantRate('40/s', seconds(8))),
    (result) => {
      expect(result).toDegradeGracefully({ keeps: '70%', refusal: '300ms' })
      expect(categoriesOf(result)).toEqual(['http-5xx'])
      expect(result).toHaveThroughputAbove('7/s')
    },
  )
})

test.for<{ fault: string; toxic: Toxic; category: string }>([
  { fault: 'a refused connection', toxic: refuse(), category: 'refused' },
  { fault: 'a reset before the answer', toxic: reset({ direction: 'upstream' }), category: 'reset' },
  { fault: 'a reset in the answer', toxic: reset(), category: 'reset' },
  { fault: 'an answer that breaks off', toxic: cut('40B'), category: 'reset' },
  { fault: 'an answer that never comes', toxic: swallow(), category: 'timeout' },
])('$fault arrives at its caller as $category', { tags: ['stress'] }, async ({ toxic, category }) => {
  const proxy = await faultProxy({ seed: 1 })
  const caught: unknown[] = []
  const caller = scenario({
    name: 'caller',
    run: async ({ http, iteration }) => {
      // The first one finds the target.
      if (iteration === 0) return void (await http.get('/health'))
      if (iteration === 1) await proxy.add(toxic)
      await http.get('/orders/42', { timeout: '300ms' }).catch((error: unknown) => caught.push(error))
    },
  })
  const result = await load(caller, perVuIterations(1, 4), { baseUrl: proxy.url, connections: 'iteration' })

  expect(caught).toHaveLength(3)
  for (const error of caught) expect(error).toBeInstanceOf(RequestError)
  expect(caught).toMatchObject([{ category }, { category }, { category }])
  expect(categoriesOf(result)).toEqual([category])
})

function categoriesOf({ errors }: Measurement): string[] {
  return [...new Set(errors.map(({ category }) => category))]
}
