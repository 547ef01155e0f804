import { expect, test } from 'vitest'
import { between, constantRate, constantVus, feeder, load, rampingRate, scenario } from 'vitest-load'

// What customers ask for, and how often relative to each other.
const customer = scenario({
  name: 'customer',
  data: feeder([{ user: 'ada' }, { user: 'bob' }, { user: 'cyd' }], { per: 'session' }),
  thinkTime: between('5ms', '20ms'),
  start: async ({ http, data }) => {
    const reply = await http.post('/login', { json: { user: data.user }, expect: 200 })
    return { token: reply.json<{ token: string }>().token }
  },
  run: [
    [
      50,
      'order status',
      async ({ http, state }) => {
        await http.get('/orders/42', { name: 'GET /orders/:id', headers: { authorization: state.token } })
      },
    ],
    [25, 'product question', async ({ http }) => void (await http.get('/products?q=lamp'))],
    [15, 'return', async ({ http }) => void (await http.post('/returns', { json: { order: '42', reason: 'too large' } }))],
    [10, 'account', async ({ http }) => void (await http.get('/account'))],
  ],
})

test('customers do what they do in their proportions', { tags: ['load'] }, async () => {
  const result = await load(customer, constantVus(10, '4s'), { seed: 1 })

  expect(result).toHaveErrorRateBelow('1%')
  expect(result.endpoint('GET /orders/:id')).toHaveP95Below('500ms')
  // The shares vary with the number of draws, which is smaller on a slower machine: four standard errors.
  const total = result.requests.total
  for (const [endpoint, share] of [
    ['GET /orders/:id', 0.5],
    ['GET /account', 0.1],
  ] as const) {
    const found = result.endpoint(endpoint).requests.total / total
    expect(Math.abs(found - share), endpoint).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / total))
  }
})

test('requests arrive at a rate, whatever the server does', { tags: ['load'] }, async () => {
  const result = await load('GET /delay/50', constantRate('100/s', '4s', { arrivals: 'poisson' }), { seed: 7 })

  expect(result.iterations.dropped).toBe(0)
  expect(result).toHaveP50Below('200ms')
  expect(result).toHaveNoErrors()
})

test('a rush comes and goes', { tags: ['spike'] }, async () => {
  const result = await load(
    'GET /health',
    rampingRate([
      { name: 'calm', from: '50/s', target: '50/s', duration: '2s' },
      { name: 'rush', from: '500/s', target: '500/s', duration: '2s' },
      { name: 'calm again', from: '50/s', target: '50/s', duration: '2s' },
    ]),
  )

  expect(result.stage('rush')).toHaveErrorRateBelow('10%')
  expect(result.stage('calm again')).toHaveErrorRateBelow('2%')
  expect(result.stage('rush')).toHaveThroughputAbove('250/s')
})

test('a rate-limited upstream is asked again when it says so', { tags: ['load'] }, async () => {
  const limited = { path: '/limited?rate=20/s', retry: { attempts: 5, backOff: { first: '100ms' } } } as const
  const result = await load(limited, constantVus(3, '3s'))

  expect(result).toHaveErrorRateBelow('1%', { except: ['rate-limited'] })
  expect(result.iterations.completed).toBeGreaterThan(result.scaled(30) / 2)
})
