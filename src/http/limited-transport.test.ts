import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { createRandom } from '../core/random.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { Allowance, type AllowanceOptions } from './allowance.ts'
import { sendOnce, transportOf } from './client.fixture.ts'
import { type Client, createClient } from './client.ts'
import { limitTransport } from './limited-transport.ts'
import { type ParsedRequest, parseRequest, type RequestLine, type RequestOptions } from './request.ts'
import { parseRequestDefaults } from './request-defaults.ts'
import { RequestError } from './request-error.ts'
import type { Exchange } from './transport.ts'

const defaults = parseRequestDefaults('load', { baseUrl: 'http://shop:3000' })
const parse = (request: RequestLine | RequestOptions) => parseRequest('load', request, defaults) as ParsedRequest

interface Rehearsal {
  readonly clock: FakeClock
  readonly allowance: Allowance
  readonly client: Client
  /** Paths, and when they were sent. */
  readonly sent: [path: string, at: number][]
  readonly samples: RequestSample[]
  refusals: number
}

/** Headers that are read when they are asked for. */
class LateHeaders {
  get headers() {
    return { location: '/' }
  }
}

type Given = Omit<Partial<AllowanceOptions>, 'clock'>

/** A client whose requests take 10 ms, `/slow` 500 ms; `/moved` leads to `/`, `/busy` is a 503, and `/reset` gets no response. */
function rehearse(limits: Given): Rehearsal {
  const clock = new FakeClock()
  const allowance = new Allowance({ ...limits, clock })
  const samples: RequestSample[] = []
  const sent: Rehearsal['sent'] = []
  const transport = limitTransport({
    allowance,
    onRefused: () => {
      rehearsal.refusals += 1
    },
    transport: transportOf(async ({ path }): Promise<Exchange> => {
      const asked = clock.now()
      sent.push([path, asked])
      await clock.sleep(path === '/slow' ? 500 : 10)
      const times = {
        asked,
        sent: asked,
        firstByte: clock.now(),
        end: clock.now(),
        connect: undefined,
        bytesSent: 1,
        bytesReceived: 1,
      }
      if (path === '/reset') throw new RequestError('reset', 'connection reset', times, { cause: new Error('ECONNRESET') })
      const status = path === '/moved' ? 302 : path === '/busy' ? 503 : 200
      return Object.assign(new LateHeaders(), { ...times, status, body: undefined })
    }),
  })
  const client = createClient({ transport, defaults, clock, random: createRandom(1), time: { zero: 0 } })
  const rehearsal: Rehearsal = { clock, allowance, client, sent, samples, refusals: 0 }
  client.begin({ request: (sample) => void samples.push(sample) })
  return rehearsal
}

/** Whether a promise settles, and how. */
function watch(promise: Promise<unknown>): { state: unknown } {
  const watched: { state: unknown } = { state: 'pending' }
  promise.then(
    (value) => {
      watched.state = value
    },
    (error) => {
      watched.state = error
    },
  )
  return watched
}

describe('a number of requests', () => {
  it('is never passed, and the last one says so', async () => {
    const run = rehearse({ maxRequests: 2 })
    const outcomes = ['/a', '/b', '/c'].map((path) => watch(sendOnce(run.client, parse(`GET ${path}`))))
    await run.clock.advance(5)
    expect(run.allowance.usedUp.aborted).toBe(true)
    await run.clock.advance(1000)
    expect(run.sent.map(([path]) => path)).toEqual(['/a', '/b'])
    expect(outcomes.map(({ state }) => state)).toEqual([true, true, false])
    expect(run.samples).toHaveLength(2)
  })

  it('counts redirects', async () => {
    const run = rehearse({ maxRequests: 1 })
    const outcome = watch(sendOnce(run.client, parse('GET /moved')))
    await run.clock.advance(1000)
    expect(outcome.state).toBe(false)
    expect(run.sent).toEqual([['/moved', 0]])
  })

  it('counts attempts', async () => {
    const run = rehearse({ maxRequests: 2 })
    const backOff = { first: 100, jitter: false }
    const outcome = watch(sendOnce(run.client, parse({ method: 'GET', path: '/busy', retry: { attempts: 5, backOff } })))
    await run.clock.advance(10_000)
    expect(outcome.state).toBe(false)
    expect(run.sent).toEqual([
      ['/busy', 0],
      ['/busy', 110],
    ])
    expect(run.samples.map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
  })

  it('lets nobody go on who was refused: the call never settles', async () => {
    const run = rehearse({ maxRequests: 1 })
    await Promise.all([run.client.http.get('/a'), run.clock.advance(10)])
    const refused = watch(run.client.http.get('/b'))
    await run.clock.advance(100_000)
    expect(refused.state).toBe('pending')
    expect(run.refusals).toBe(1)
    expect(run.allowance.hasRefused).toBe(true)
  })

  it('tells of a refusal when what was in flight beside it is over', async () => {
    const run = rehearse({ maxRequests: 1 })
    const slow = watch(run.client.http.get('/slow'))
    void run.client.http.get('/b')
    await run.clock.advance(499)
    expect(run.refusals).toBe(0)
    await run.clock.advance(1)
    expect(run.refusals).toBe(1)
    expect(slow.state).toMatchObject({ status: 200 })
  })

  it('is not refused by anybody where it is enough', async () => {
    const run = rehearse({ maxRequests: 1 })
    await Promise.all([sendOnce(run.client, parse('GET /a')), run.clock.advance(10)])
    expect(run.allowance.hasRefused).toBe(false)
    expect(run.refusals).toBe(0)
  })
})

describe('a budget', () => {
  it('spaces what is sent, and waiting is no latency', async () => {
    const run = rehearse({ budget: 1 })
    const all = ['/a', '/b', '/c'].map((path) => sendOnce(run.client, parse(`GET ${path}`)))
    await run.clock.advance(3000)
    await Promise.all(all)
    expect(run.sent.map(([, at]) => at)).toEqual([0, 1000, 2000])
    expect(run.samples.map(({ latency }) => latency)).toEqual([10, 10, 10])
  })

  it('leaves a response whole that came after a wait', async () => {
    const run = rehearse({ budget: 1 })
    const all = [sendOnce(run.client, parse('GET /a')), sendOnce(run.client, parse('GET /moved'))]
    await run.clock.advance(3000)
    await Promise.all(all)
    expect(run.sent.map(([path]) => path)).toEqual(['/a', '/moved', '/'])
  })

  it('leaves what is late as late as it was, a response as a failure', async () => {
    const run = rehearse({ budget: 1 })
    const sink = { request: (sample: RequestSample) => void run.samples.push(sample) }
    void sendOnce(run.client, parse('GET /a'))
    await run.clock.advance(300)
    for (const path of ['/b', '/reset'] as const) {
      // Each is 200 ms late when it is asked for.
      run.client.begin(sink, 200)
      void sendOnce(run.client, parse(`GET ${path}`))
    }
    await run.clock.advance(5000)
    expect(run.samples.map(({ latency, outcome }) => [outcome, latency])).toEqual([
      ['succeeded', 10],
      ['succeeded', 210],
      ['failed', 210],
    ])
    expect(run.samples[2]?.failure).toMatchObject({ category: 'reset', detail: 'ECONNRESET' })
  })

  it('keeps nobody waiting who is cut, and sends nothing for it', async () => {
    const run = rehearse({ budget: 1 })
    void sendOnce(run.client, parse('GET /a'))
    const declared = watch(sendOnce(run.client, parse('GET /b')))
    const call = watch(run.client.http.get('/c'))
    await run.clock.advance(500)
    await run.client.close()
    await run.clock.advance(0)
    expect(declared.state).toBe(false)
    await run.clock.advance(10_000)
    expect(call.state).toBe('pending')
    expect(run.sent.map(([path]) => path)).toEqual(['/a'])
    expect(run).toMatchObject({ refusals: 0, samples: [{ outcome: 'succeeded' }] })
  })

  it('keeps nobody waiting for a request that may not be sent', async () => {
    const run = rehearse({ budget: 1, maxRequests: 2 })
    const all = ['/a', '/b', '/c', '/d'].map((path) => watch(sendOnce(run.client, parse(`GET ${path}`))))
    await run.clock.advance(1010)
    expect(all.map(({ state }) => state)).toEqual([true, true, false, false])
    expect(run.sent).toEqual([
      ['/a', 0],
      ['/b', 1000],
    ])
  })
})
