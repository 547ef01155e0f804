import { expect, test } from 'vitest'
import { constantRate, constantVus, LoadAbortedError, load, loadAll, rampingVus, scenario } from 'vitest-load'

const buyer = scenario({
  name: 'buyer',
  start: async ({ http }) => ({ token: (await http.post('/login', { json: { user: 'ada' } })).json().token as string }),
  run: ({ http, state }) =>
    http.get('/orders/42', { name: 'GET /orders/:id', headers: { authorization: `Bearer ${state.token}` } }),
})

test('buyers keep their latency while more and more visitors browse', { tags: ['load'] }, async () => {
  const result = await loadAll({
    browse: [
      'GET /products?q=lamp',
      rampingVus([
        { name: 'calm', from: 2, target: 2, duration: '2s' },
        { name: 'rush', target: 20, duration: '2s' },
      ]),
    ],
    buy: [buyer, constantRate('20/s', '4s')],
  })

  expect(result.scenario('buy').endpoint('GET /orders/:id')).toHaveP95Below('500ms')
  expect(result.scenario('browse').stage('rush')).toHaveErrorRateBelow('1%')
  expect(result.scenario('buy')).toHaveNoErrors()
})

test('a budget keeps within the limit of an upstream', { tags: ['load'] }, async () => {
  const result = await load('GET /limited?rate=20/s', constantVus(5, '3s', { gracefulStop: 0 }), { budget: '15/s' })

  expect(result).toHaveNoErrors()
  expect(result.throughput.mean).toBeLessThan(17)
})

test('a load ends by itself after so many requests', { tags: ['load'] }, async () => {
  const result = await load('GET /health', constantVus(5, '10s'), { maxRequests: 200 })

  expect(result.requests.total).toBe(200)
  expect(result.warnings.map(({ code }) => code)).toContain('max-requests')
})

test('a load is aborted when too much fails', { tags: ['load'] }, async () => {
  const loading = load('GET /flaky?rate=0.5', constantVus(5, '30s'), { abortWhen: { errorRate: '>20%', window: '2s' } })
  const error = await loading.catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(LoadAbortedError)
  expect((error as LoadAbortedError).message).toContain('above 20 % (`abortWhen`)')
  expect((error as LoadAbortedError).result.requests.failed).toBeGreaterThan(0)
})
