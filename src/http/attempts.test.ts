import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../core/random.ts'
import type { Failure } from '../metrics/sample.ts'
import { Attempts } from './attempts.ts'
import { type ParsedRequest, parseRequest } from './request.ts'
import { parseRequestDefaults } from './request-defaults.ts'
import type { RetryOptions } from './retry.ts'
import type { Exchange } from './transport.ts'

const defaults = parseRequestDefaults('load', { baseUrl: 'http://h' })
const create = (retry: RetryOptions, random: Random = createRandom(1)): Attempts => {
  const { retry: policy } = parseRequest('load', { path: '/', retry }, defaults) as ParsedRequest
  if (policy === undefined) throw new Error('Expected a policy')
  return new Attempts(policy, random)
}
const unavailable: Failure = { category: 'http-5xx', message: '503 Service Unavailable' }
const answer = (status: number, headers: Exchange['headers'] = {}): Exchange => ({ status, headers }) as Exchange

/** The waits after as many failures. */
const waits = (attempts: Attempts, count: number, exchange = answer(503)): (number | undefined)[] =>
  Array.from({ length: count }, () => {
    attempts.begin()
    attempts.fail(unavailable, exchange)
    return attempts.wait
  })

describe('the wait before another attempt', () => {
  it.each<[RetryOptions['backOff'], number[]]>([
    [{ jitter: false }, [200, 400, 800, 1600]],
    [{ jitter: false, first: 50, factor: 3, max: 400 }, [50, 150, 400, 400]],
    [{ jitter: false, first: 100, factor: 1 }, [100, 100, 100, 100]],
    [{ first: 0 }, [0, 0, 0, 0]],
  ])('with the back-off %j grows so: %j', (backOff, expected) => {
    expect(waits(create({ attempts: 4, ...(backOff && { backOff }) }), 4)).toEqual(expected)
  })

  it('is spread from 0 to that, unless jitter is off', () => {
    const half = { ...createRandom(1), next: () => 0.5 }

    expect(waits(create({ attempts: 3 }, half), 3)).toEqual([100, 200, 400])
  })

  it('never is above the bound, and the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        (seed, first, factor) => {
          const options = { attempts: 50, backOff: { first, factor, max: 2000 } }
          const drawn = waits(create(options, createRandom(seed)), 50) as number[]

          expect(drawn.every((wait, n) => wait >= 0 && wait <= Math.min(first * factor ** n, 2000))).toBe(true)
          expect(drawn).toEqual(waits(create(options, createRandom(seed)), 50))
        },
      ),
    )
  })

  it('is what the response asks for', () => {
    expect(waits(create({ attempts: 3 }), 2, answer(503, { 'retry-after': '7' }))).toEqual([7000, 7000])
    expect(waits(create({ attempts: 3 }), 1, answer(503, { 'retry-after': '30' }))).toEqual([30_000])
  })
})

describe('there is no other attempt', () => {
  it('when all are made', () => {
    const attempts = create({ attempts: 2, backOff: { jitter: false } })

    expect(waits(attempts, 3)).toEqual([200, 400, undefined])
  })

  it.each<[Failure, number | undefined, boolean]>([
    [{ category: 'refused', message: '' }, undefined, true],
    [{ category: 'reset', message: '' }, undefined, true],
    [{ category: 'rate-limited', message: '' }, 429, true],
    [{ category: 'http-5xx', message: '' }, 502, true],
    [{ category: 'http-5xx', message: '' }, 504, true],
    [{ category: 'expectation', message: '' }, 503, true],
    [{ category: 'timeout', message: '' }, undefined, false],
    [{ category: 'dns', message: '' }, undefined, false],
    [{ category: 'http-5xx', message: '' }, 500, false],
    [{ category: 'http-4xx', message: '' }, 404, false],
    [{ category: 'expectation', message: '' }, 200, false],
    [{ category: 'generator', message: '' }, undefined, false],
  ])('unless the failure is one for it: %j with status %s: %o', (failure, status, isRepeated) => {
    const attempts = create({ attempts: 1 })
    attempts.fail(failure, status === undefined ? undefined : answer(status))

    expect(attempts.wait !== undefined).toBe(isRepeated)
  })

  it('when the response asks to wait for longer than the bound: the failure says so', () => {
    const attempts = create({ attempts: 3 })
    const failure = { ...unavailable, detail: '503 Service Unavailable\n{}' }

    expect(attempts.fail(failure, answer(503, { 'retry-after': '120' }))).toEqual({
      category: 'http-5xx',
      message: '503 Service Unavailable, not sent again: Retry-After is above 30 s',
      detail: 'Retry-After asks for 2 min, and `retry.backOff.max` is 30 s\n503 Service Unavailable\n{}',
    })
    expect(attempts.wait).toBeUndefined()
    expect(attempts.fail(unavailable, answer(503, { 'retry-after': '31' })).detail).toBe(
      'Retry-After asks for 31 s, and `retry.backOff.max` is 30 s',
    )
  })

  it('and nothing else is said of a failure', () => {
    const attempts = create({ attempts: 1 })

    expect([attempts.fail(unavailable, answer(503)), attempts.fail(unavailable, answer(503))]).toEqual([unavailable, unavailable])
  })
})
