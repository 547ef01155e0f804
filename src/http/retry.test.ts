import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { systemClock } from '../core/clock.ts'
import { OptionsError } from '../core/options.ts'
import { createRandom } from '../core/random.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { createClient } from './client.ts'
import { createHostGuard } from './host-guard.ts'
import { type ParsedRequest, parseRequest, type RequestOptions } from './request.ts'
import { parseRequestDefaults } from './request-defaults.ts'
import type { RetryCause, RetryOptions, RetryPolicy } from './retry.ts'
import { createUndiciTransport } from './undici.ts'

const defaults = parseRequestDefaults('load', { baseUrl: 'http://127.0.0.1:3000' })
const parse = (retry: unknown, more: Partial<RequestOptions> = {}): RetryPolicy | undefined =>
  (parseRequest('load', { path: '/a', ...more, retry: retry as number }, defaults) as ParsedRequest).retry
const refusal = (retry: unknown, more?: Partial<RequestOptions>): string => {
  try {
    parse(retry, more)
  } catch (error) {
    expect(error).toBeInstanceOf(OptionsError)
    return (error as Error).message
  }
  return 'was taken'
}

describe('a retry', () => {
  it.each([[2], [{ attempts: 2 }]])('may be %j', (retry) => {
    expect(parse(retry)).toEqual({
      attempts: 2,
      causes: new Set(['refused', 'reset', 'rate-limited', 502, 503, 504]),
      methods: new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']),
      backOff: { first: 200, factor: 2, max: 30_000, jitter: true },
    })
  })

  it('may say after which failures, and how long to wait', () => {
    const backOff = { first: '1s', factor: 1, max: '1min', jitter: false } as const

    expect(parse({ attempts: 1, on: ['timeout', 500], backOff })).toMatchObject({
      causes: new Set(['timeout', 500]),
      backOff: { first: 1000, factor: 1, max: 60_000, jitter: false },
    })
  })

  it.each([[undefined], [0], [{ attempts: 0 }]])('of %j is none', (retry) => {
    expect(parse(retry)).toBeUndefined()
  })

  it('of a method that is not idempotent has to name it', () => {
    const methods = ['POST'] as const

    expect(parse({ attempts: 1, methods }, { method: 'POST' })?.methods).toContain('POST')
    expect(parse({ attempts: 1, methods }, { method: 'GET' })?.methods).toContain('GET')
    expect(refusal(3, { method: 'POST' })).toBe(
      "load: Expected `retry.methods` to name POST, such as { attempts: 3, methods: ['POST'] }: " +
        'it is not idempotent, so what it does may be done twice',
    )
    expect(refusal({ attempts: 1, methods }, { method: 'PATCH' })).toBe(
      "load: Expected `retry.methods` to name PATCH, such as { attempts: 1, methods: ['PATCH'] }: " +
        'it is not idempotent, so what it does may be done twice',
    )
  })

  const causes =
    "'timeout', 'refused', 'reset', 'dns', 'tls', 'protocol', 'http-4xx', 'rate-limited', 'http-5xx', 'expectation', 'generator'"
  it.each([
    [-1, 'Expected `retry` to be a whole number of at least 0, got -1'],
    [1.5, 'Expected `retry` to be a whole number of at least 0, got 1.5'],
    ['3', "Expected `retry` to be a number of attempts, or an object such as { attempts: 3 }, got '3'"],
    [null, 'Expected `retry` to be a number of attempts, or an object such as { attempts: 3 }, got null'],
    [{}, 'Expected `retry.attempts` to be a whole number of at least 0, got undefined'],
    [{ attempts: 1, retries: 1 }, 'Unknown option `retry.retries`: known are `attempts`, `on`, `methods`, `backOff`'],
    [{ attempts: 1, on: [] }, 'Expected `retry.on` to be a list of at least one cause, got an empty list'],
    [
      { attempts: 1, on: ['exception'] },
      `Expected \`retry.on[0]\` to be a status such as 503, or one of ${causes}, got 'exception'`,
    ],
    [{ attempts: 1, on: [99] }, `Expected \`retry.on[0]\` to be a status such as 503, or one of ${causes}, got 99`],
    [
      { attempts: 1, methods: ['FETCH'] },
      "Expected `retry.methods[0]` to be one of 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', got 'FETCH'",
    ],
    [
      { attempts: 1, backOff: { factor: 0.5 } },
      'Expected `retry.backOff.factor` to be a number of at least 1, such as 1, got 0.5',
    ],
    [{ attempts: 1, backOff: { first: '1min' } }, 'Expected `retry.backOff.max` to be at least `first`, 60000 ms, got 30000 ms'],
    [{ attempts: 1, backOff: '1s' }, "Expected `retry.backOff` to be an object of options, got '1s'"],
  ])('cannot be %j', (retry, message) => {
    expect(refusal(retry)).toBe(`load: ${message}`)
  })

  it('has a type that knows the categories', () => {
    expectTypeOf<'rate-limited'>().toExtend<RetryCause>()
    expectTypeOf<'exception'>().not.toExtend<RetryCause>()
    expectTypeOf<{ attempts: 3; on: ['timeout', 503] }>().toExtend<RetryOptions>()
  })
})

// Where the second of the limit ends between two of the requests, none is refused.
it('waits at a real server until the rate limit lets it through', { retry: 3 }, async () => {
  const server = await startFixtureServer({ limit: '2/s' })
  onTestFinished(() => server.close())
  const transport = createUndiciTransport({ guard: createHostGuard() })
  const http = parseRequestDefaults('load', { baseUrl: server.url })
  const samples: RequestSample[] = []
  const client = createClient({ transport, defaults: http, clock: systemClock, random: createRandom(1), time: { zero: 0 } })
  onTestFinished(() => client.close())
  client.begin({ request: (sample) => void samples.push(sample) })
  const replies = [0, 1, 2].map(() => client.http.get('/limited', { retry: 1 }))

  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200, 200])
  expect(samples.map(({ failure }) => failure?.category).sort()).toEqual(['rate-limited', undefined, undefined, undefined])
  // The server asks to wait for a second, which is nobody's latency.
  expect(Math.max(...samples.map(({ latency }) => latency))).toBeLessThan(1000)
})
