import { expect, test } from 'vitest'
import { constantVus, fanOut, load, perVuIterations, rampingVus, scenario } from 'vitest-load'
import { measuredCalmly } from '../measured-calmly.ts'

const customer = scenario({
  name: 'customer',
  start: async ({ http }) => {
    const reply = await http.post('/login', { json: { user: 'ada' }, expect: 200 })
    return { token: reply.json<{ token: string }>().token }
  },
  run: async ({ http, state, check }) => {
    const order = await http.get('/orders/42', { name: 'GET /orders/:id', headers: { authorization: `Bearer ${state.token}` } })
    check('is shipped', order.json().status === 'shipped')
    await http.get('/products?q=lamp')
  },
})

test('customers with a session keep their latency while more of them come', { tags: ['load'] }, async () => {
  const result = await load(
    customer,
    rampingVus([
      { name: 'calm', from: 5, target: 5, duration: '3s' },
      { name: 'rush', target: 40, duration: '3s' },
      { name: 'calm again', from: 5, target: 5, duration: '3s' },
    ]),
  )

  expect(result.stage('rush').endpoint('GET /orders/:id')).toHaveP95Below('500ms')
  expect(result.stage('calm again')).toHaveErrorRateBelow('2%')
  expect(result).toHaveCheckRateAbove('is shipped', '99%')
  expect(result.scenario('(start)').endpoint('POST /login')).toHaveNoErrors()
})

test('one user has a mean inside the band, and no errors', { tags: ['load'] }, async () => {
  await measuredCalmly(
    () => load('GET /delay/400', perVuIterations(1, 5), { timeout: '300s' }),
    (result) => {
      expect(result).toMeet({ mean: { target: ['375ms', '450ms'], acceptable: ['350ms', '475ms'] } })
      expect(result).toHaveNoErrors()
    },
  )
})

test('failures are put into categories', { tags: ['load'] }, async () => {
  const paths = ['/status/404', '/status/429', '/status/503', '/reset', '/health']
  const result = await fanOut(paths, ({ http, data }) => http.get(data))

  expect(result).toHaveErrorRateBelow('90%')
  expect(result.errors.map((group) => group.category).sort()).toEqual(['http-4xx', 'http-5xx', 'rate-limited', 'reset'])
})

test('no time-out is silent: it counts into the latency', { tags: ['load'] }, async () => {
  const result = await fanOut(5, { path: '/hang', timeout: '200ms' })

  expect(result.errors).toMatchObject([{ category: 'timeout', count: 5 }])
  expect(result.latency.p50).toBeGreaterThanOrEqual(200)
})

test("the server's own metrics move while it is under load", { tags: ['load'] }, async () => {
  const served: number[] = []
  const watcher = scenario({
    name: 'watcher',
    run: async ({ http, sleep }) => {
      const metrics = await http.get('/metrics')
      served.push(Number(/^http_requests_total (\d+)$/m.exec(metrics.text())?.[1]))
      for (let n = 0; n < 20; n += 1) await http.get('/health')
      await sleep('50ms')
    },
  })
  const result = await load(watcher, constantVus(2, '2s'))

  expect(result).toHaveNoErrors()
  expect(result.endpoint('GET /metrics')).toHaveSucceededAtLeast(5)
  expect(served.at(-1)).toBeGreaterThan((served[0] ?? 0) + 100)
})

test('every load starts from a clean state: nothing of the last one is counted', { tags: ['load'] }, async () => {
  const first = await fanOut(3, 'GET /status/503')
  const second = await fanOut(5, 'GET /health')

  expect(first.requests).toMatchObject({ total: 3, failed: 3 })
  expect(second.requests).toMatchObject({ total: 5, failed: 0 })
  expect(second).toHaveNoErrors()
})
