import { createRandom } from '../core/random.ts'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Failure } from '../metrics/sample.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { RunFacts } from '../metrics/stored-result.ts'
import type { Stage } from '../profile/profile.ts'

/** How a made-up server answers at a moment. */
interface Answer {
  /** Milliseconds. */
  readonly latency: number
  readonly failure?: Failure
}

interface MadeUpRun {
  readonly facts: Partial<RunFacts> & { readonly duration: number }
  readonly endpoints: readonly string[]
  /** Requests per second at a moment. */
  readonly rate: (moment: number) => number
  readonly users: (moment: number) => number
  readonly answer: (moment: number, random: () => number, endpoint: number) => Answer
}

/** A result of made-up requests; the same at every call. */
function madeUpResult({ facts: given, endpoints, rate, users, answer }: MadeUpRun): LoadResult {
  const random = createRandom(7)
  const next = (): number => random.next()
  const all = facts(given)
  const recorder = new LoggingRecorder({ stages: all.stages })
  for (let second = 0; second * 1000 < all.duration; second += 1) {
    const count = Math.round(rate(second * 1000))
    recorder.setVus(users(second * 1000), second * 1000)
    for (let index = 0; index < count; index += 1) {
      const due = second * 1000 + (1000 * index) / count
      const place = Math.floor(next() ** 1.6 * endpoints.length)
      const endpoint = endpoints[place] ?? 'GET /'
      const { latency, failure } = answer(due, next, place)
      const end = due + latency
      const scope = recorder.scope('shopper', due)
      scope.iterationStarted(due)
      const serviceTime = latency * 0.92
      const outcome = failure === undefined ? 'succeeded' : 'failed'
      scope.request(sample({ endpoint, latency, serviceTime, end, outcome, failure }))
      scope.iterationEnded({ outcome: failure === undefined ? 'completed' : 'failed', end, duration: latency })
      if (place === 0) scope.check('order is shipped', failure === undefined && next() > 0.002, end)
      scope.check('has a body', true, end)
    }
  }
  return createResult(all, recorder.finish(all.duration))
}

const shop = [
  'GET /orders/:id',
  'GET /products?q=:text',
  'POST /login',
  'PUT /cart/:id',
  'POST /checkout',
  'GET /assets/logo.svg',
]
const environment = {
  node: '24.21.0',
  os: 'Linux 6.8.0',
  arch: 'x64',
  cpu: 'AMD EPYC 7763 64-Core Processor',
  cores: 4,
  memory: 16 * 1024 ** 3,
  ci: true,
}

/** A spike that the server survives badly: slow in the peak, 503s and time-outs, and slow to recover. */
export function spikeResult({ slowness = 1 } = {}): LoadResult {
  const stages = staged([
    { name: 'warm', from: 0, target: 25, duration: 60_000 },
    { name: 'peak', from: 200, target: 200, duration: 120_000 },
    { name: 'recovery', from: 22, target: 22, duration: 120_000 },
  ])
  const isPeak = (moment: number): boolean => moment >= 60_000 && moment < 180_000
  return madeUpResult({
    facts: {
      name: 'shoppers keep their p99 through the peak',
      startedAt: '2026-03-14T09:26:53.589Z',
      duration: 300_000,
      model: 'open',
      environment,
      seed: 2_718_281_828,
      profile: { kind: 'ramping-rate', startRate: 0, stages: stages.stages, arrivals: 'poisson', vus: 400, maxVus: 4000 },
      stages: stages.spans,
      warnings: [{ code: 'few-samples', message: 'p99 of PUT /cart/:id stands on fewer than 1,000 requests: run longer.' }],
    },
    endpoints: shop,
    rate: (moment) => (isPeak(moment) ? 200 : moment < 60_000 ? moment / 2400 : 22),
    users: (moment) => (isPeak(moment) ? Math.round(20 + (moment - 60_000) / 800 + 8 * Math.sin(moment / 3000)) : 24),
    answer: (moment, random, endpoint) => {
      const pressure = isPeak(moment) ? 1 + (moment - 60_000) / 24_000 : Math.max(1, 6 - Math.abs(moment - 180_000) / 6000)
      const latency = slowness * pressure * (6 + 4 * endpoint) * Math.exp(1.1 * (random() + random() + random() - 1.2))
      const luck = random()
      if (isPeak(moment) && moment > 110_000 && luck < 0.05) {
        const detail =
          '{"error":"no database connection left in the pool","waited":"5000ms"}\n    at Pool.acquire (pool.js:41:11)'
        return { latency: 5, failure: { category: 'http-5xx', message: 'status 503', detail } }
      }
      if (isPeak(moment) && luck > 0.994) {
        return {
          latency: 10_000,
          failure: { category: 'timeout', message: 'no response within 10 s', detail: 'GET http://127.0.0.1:3000/orders/42' },
        }
      }
      if (isPeak(moment) && luck > 0.985) {
        return { latency: 3, failure: { category: 'rate-limited', message: 'status 429', detail: 'retry-after: 2' } }
      }
      if (luck > 0.9795 && moment > 140_000 && moment < 150_000) {
        return { latency: 1, failure: { category: 'reset', message: 'connection reset', detail: 'ECONNRESET 127.0.0.1:3000' } }
      }
      return { latency }
    },
  })
}

/** Calm for ten minutes, getting a little slower. */
export function soakResult(name = 'five users for ten minutes', duration = 600_000): LoadResult {
  return madeUpResult({
    facts: {
      name,
      startedAt: '2026-03-14T09:32:10.000Z',
      duration,
      environment,
      profile: { kind: 'constant-vus', vus: 5, duration },
      stages: [{ name: '', start: 0, end: duration }],
    },
    endpoints: shop.slice(0, 3),
    rate: () => 25,
    users: () => 5,
    answer: (moment, random, endpoint) => ({
      latency: (1 + moment / (duration * 8)) * (20 + 15 * endpoint) * Math.exp(0.6 * (random() + random() - 1)),
    }),
  })
}

/** The server was gone after 12 s. */
export function abortedResult(): LoadResult {
  return madeUpResult({
    facts: {
      name: 'the shop holds 50 users',
      startedAt: '2026-03-14T09:43:00.000Z',
      duration: 17_000,
      environment,
      outcome: { state: 'aborted', reason: 'more than 20 % of the requests failed in 5 s (abortWhen)', at: 17_000 },
      profile: { kind: 'constant-vus', vus: 50, duration: 60_000 },
      stages: [{ name: '', start: 0, end: 17_000 }],
    },
    endpoints: shop.slice(0, 2),
    rate: () => 120,
    users: () => 50,
    answer: (moment, random) =>
      moment > 12_000
        ? {
            latency: 0.4,
            failure: {
              category: 'refused',
              message: 'nothing listens at 127.0.0.1:3000',
              detail: 'connect ECONNREFUSED 127.0.0.1:3000',
            },
          }
        : { latency: 12 + 20 * random() },
  })
}

/** Nothing was sent. */
export function emptyResult(): LoadResult {
  return createResult(facts({ name: 'a load that never began', duration: 0, stages: [] }), [])
}

function staged(stages: readonly Stage[]): { stages: readonly Stage[]; spans: RunFacts['stages'] } {
  let end = 0
  const spans = stages.map(({ name, duration }) => {
    const start = end
    end += duration
    return { name, start, end }
  })
  return { stages, spans }
}
