import { beforeEach, expect, it } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, failureOf, testFile } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

it('goes on to the planned end when the server dies, and shows when and how', async () => {
  const port = await freePort()
  const { run } = createProject({
    loadProject: `{ baseUrl: 'http://127.0.0.1:${port}' }`,
    'server.js': `
      import { createServer } from 'node:http'
      let dying
      const server = createServer((request, response) => {
        dying ??= setTimeout(() => process.exit(1), 1300)
        setTimeout(() => response.end('ok'), 20)
      })
      server.listen(${port}, '127.0.0.1', () => process.stdout.write('listening'))
    `,
    'tests/load/shop.test.ts': testFile(`
      import { spawn } from 'node:child_process'
      import { once } from 'node:events'
      test('shop', async () => {
        const server = spawn('node', ['server.js'])
        await once(server.stdout, 'data')
        const result = await load('GET /', constantVus(10, '3s'))
        console.log('MEASURED', JSON.stringify({ outcome: result.outcome, timeline: result.timeline, errors: result.errors }))
        expect.soft(result).toHaveSuccessRateAbove('99%')
        expect.soft(result).toHaveThroughputAbove('10/s')
      })
    `),
  })
  const started = performance.now()
  const finished = await run()

  // Whoever waited for the dead server would wait for a time-out of 30 s.
  expect(performance.now() - started).toBeLessThan(25_000)
  const { outcome, timeline, errors } = JSON.parse(/MEASURED (.*)/.exec(finished.stdout)?.[1] ?? '')
  expect(outcome).toEqual({ state: 'completed' })
  // What is under way at the end may fail in a fourth second.
  const hasErrors = timeline.map((point: { errors: object }) => Object.keys(point.errors).length > 0)
  expect(hasErrors.slice(0, 3)).toEqual([false, true, true])
  expect(timeline[2].errors).toEqual({ refused: expect.any(Number) })
  // Ten users for 1.7 s, with a rest of 100 ms after each.
  const failures = errors.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
  expect(failures).toBeGreaterThan(20)
  expect(failures).toBeLessThan(250)
  expect(finished.stdout).toMatch(new RegExp(`refused +\\d+ +GET / +connection refused by 127\\.0\\.0\\.1:${port}`))
  expect(failureOf(finished, 'shop')).toContain('success rate was')
  expect(finished.stdout).toMatch(/✓ .*throughput was/)
  expect(finished.output).not.toContain('Unhandled')
  expect(finished.code).toBe(1)
})

it('counts a response that never comes, or never ends, as a time-out, and into the latency', async () => {
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/slow.test.ts': testFile(`
      const options = { timeout: '300ms' }
      test('hang', async () => {
        expect(await load('GET /hang', constantVus(2, '1s'), options)).toHaveP50Below('200ms')
      })
      test('drip', async () => {
        expect(await load(({ http }) => http.get('/drip?ms=10'), constantVus(2, '1s'), options)).toHaveP50Below('200ms')
      })
    `),
  })
  const finished = await run()

  expect(finished.stdout).toMatch(/timeout +\d+ +GET \/hang +no response within 300 ms/)
  expect(finished.stdout).toMatch(/timeout +\d+ +GET \/drip +response did not end within 300 ms/)
  expect(finished.stdout).toMatch(/GET \/hang( +\d+){2} +0\/s.* > [3-9]\d\d(\.\d)? ms$/m)
  expect(failureOf(finished, 'hang')).toMatch(/hang: p50 was at least [3-9]\S+ ms, expected below 200 ms/)
  expect(failureOf(finished, 'drip')).toMatch(/drip: p50 was at least [3-9]\S+ ms, expected below 200 ms/)
  expect(finished.code).toBe(1)
})

it.each([
  { what: 'a request', scenario: "'GET /bytes/1073741824'" },
  { what: 'a function', scenario: "async ({ http }) => { await http.get('/bytes/1073741824') }" },
])('takes a body of 1 GB in constant memory: $what', async ({ scenario }) => {
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/download.test.ts': testFile(`
      test('download', async () => {
        const before = process.memoryUsage.rss()
        let most = before
        const sampling = setInterval(() => { most = Math.max(most, process.memoryUsage.rss()) }, 20)
        const result = await load(${scenario}, sharedIterations(1, 1))
        clearInterval(sampling)
        expect(result).toHaveNoErrors()
        expect(result.bytes.received).toBeGreaterThan(2 ** 30)
        console.log('GREW', Math.round((most - before) / 2 ** 20))
      })
    `),
  })
  const finished = await run()

  expect(finished.code).toBe(0)
  expect(Number(/GREW (\d+)/.exec(finished.stdout)?.[1])).toBeLessThan(150)
})

it('shows what a scenario throws as failures of a kind, with the stack of the first', async () => {
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/shop.test.ts': testFile(`
      test('shop', async () => {
        const result = await load(async function shopper({ http }) {
          const order = (await http.get('/orders/42')).json()
          throw new TypeError('order ' + order.id + ' has no invoice')
        }, sharedIterations(2, 20))
        expect(result).toHaveNoErrors()
      })
    `),
  })
  const finished = await run()

  expect(finished.stdout).toMatch(/exception +20 +shopper +TypeError: order 42 has no invoice/)
  expect(finished.stdout).toMatch(/at shopper \(.*tests\/load\/shop\.test\.ts:7:\d+\)/)
  expect(finished.stdout).toContain('0 completed, 20 failed')
  expect(failureOf(finished, 'shop')).toContain('20 ×')
  expect(finished.output).not.toContain('Unhandled')
  expect(finished.code).toBe(1)
})
