import { describe, expect, it } from 'vitest'
import { capacityResult } from '../metrics/capacity.fixture.ts'
import type { CapacityResult } from '../metrics/capacity-result.ts'
import { readEnvironment } from '../metrics/environment.ts'
import { formatCapacityBaseline, parseCapacityBaseline } from './capacity-baseline.ts'
import { parseCapacityOptions } from './capacity-limits.ts'
import { type CapacityQuestion, matchCapacity } from './match-capacity.ts'

const found = (mean: number): Partial<CapacityResult> => ({
  verdict: 'found',
  capacity: { mean, low: mean * 0.98, high: mean * 1.02 },
})

const search = (given: Partial<CapacityResult> = found(500)): CapacityResult =>
  capacityResult({ name: 'a search', from: 10, capacity: undefined, environment: readEnvironment(), ...given })

const names = { test: 'a test', name: 'a test' }

/** As it was written of a first search. */
function kept(result = search()) {
  const { write } = ask({ result, found: { kind: 'none', others: [] }, mode: 'new' })
  if (write === undefined) throw new Error('Expected a baseline to be written')
  return { kind: 'baseline', baseline: parseCapacityBaseline(formatCapacityBaseline(write.baseline)) } as const
}

function ask(given: Partial<CapacityQuestion>, options: object = {}) {
  const question = {
    result: search(),
    mode: 'none',
    names,
    path: 'there.json',
    environment: 'linux',
    ...given,
  } as CapacityQuestion
  return matchCapacity({ ...question, options: parseCapacityOptions('toMatchBaseline', options) })
}

const told = (result: CapacityResult, options?: object) => {
  const { state, message } = ask({ result, found: kept() }, options).ruling
  return `${state}: ${message}`
}

describe('a search beside its baseline', () => {
  it.each<[string, Partial<CapacityResult>, object, string]>([
    [
      'as it was',
      found(500),
      {},
      "pass: a search: the capacity was 500/s (+0 %), expected at most 10 % below the baseline's 500/s",
    ],
    ['a little less', found(451), {}, 'pass: a search: the capacity was 451/s (−9.8 %)'],
    ['less', found(440), {}, "fail: a search: the capacity was 440/s (−12 %), expected at most 10 % below the baseline's 500/s"],
    ['more', found(900), {}, 'pass: a search: the capacity was 900/s (+80 %)'],
    [
      'more than a band',
      found(900),
      { capacity: '±20%' },
      "fail: a search: the capacity was 900/s (+80 %), expected within 20 % of the baseline's 500/s",
    ],
    ['less than a limit that is given', found(490), { capacity: '1%' }, 'fail: a search: the capacity was 490/s (−2 %)'],
    ['not reached', { verdict: 'none-found' }, {}, 'pass: a search: the capacity was at least 1,000/s'],
    [
      'not reached below it',
      { verdict: 'none-found', to: 400 },
      {},
      'inconclusive: a search: the capacity was at least 400/s; inconclusive, because no limit was found: raise `to`',
    ],
    [
      'below the lowest level',
      { verdict: 'fails-at-start' },
      {},
      'fail: a search: the capacity was below 10/s, the lowest level',
    ],
    [
      'below a lowest level that is too high',
      { verdict: 'fails-at-start', from: 480 },
      {},
      'inconclusive: a search: the capacity was below 480/s',
    ],
    [
      'beyond the generator',
      { verdict: 'generator-limited', capacity: { mean: undefined, low: 480, high: undefined } },
      {},
      'pass: a search: the capacity was at least 480/s',
    ],
    [
      'beyond a weak generator',
      { verdict: 'generator-limited', capacity: { mean: undefined, low: 300, high: undefined } },
      {},
      'inconclusive: a search: the capacity was at least 300/s; inconclusive, because no limit was found: use a faster or less busy machine',
    ],
    [
      'aborted',
      { verdict: 'aborted', capacity: { mean: undefined, low: 300, high: undefined } },
      {},
      'inconclusive: a search: the capacity was at least 300/s; inconclusive, because no limit was found: let the search complete',
    ],
    [
      'of another objective',
      { objective: { p95: 100 } },
      {},
      'inconclusive: a search: the baseline there.json can\'t be compared with: it is of another objective ({"p95":200,"errorRate":0.01}; this search: {"p95":100}); restore it, or renew it with -u',
    ],
    [
      'of users',
      { unit: 'vus' },
      {},
      "inconclusive: a search: the baseline there.json can't be compared with: it is one of a rate",
    ],
    [
      'at a scale',
      { scale: 0.1 },
      {},
      'inconclusive: a search: this search is at a scale of 0.1, and baselines are of whole ones; leave LOAD_SCALE out',
    ],
  ])('%s', (_, given, options, message) => {
    expect(told(search(given), options)).toContain(message)
  })

  it('is written where there is none, and not in CI', () => {
    const none = { kind: 'none', others: [] } as const
    expect(ask({ found: none, mode: 'new' })).toMatchObject({
      ruling: { state: 'pass', message: 'a search: there was no baseline: there.json is written when the test has passed' },
      write: { kind: 'added', baseline: { capacity: { mean: 500, low: 490, high: 510 } } },
    })
    expect(ask({ found: none })).toMatchObject({ ruling: { state: 'fail' } })
    const elsewhere = { kind: 'none', others: ['windows'] } as const
    expect(ask({ found: elsewhere }).ruling).toMatchObject({
      state: 'pass',
      warning: expect.stringContaining('(only of windows)'),
    })
    expect(ask({ found: elsewhere }, { strict: true }).ruling.state).toBe('fail')
  })

  it('is not written of a search that found no limit', () => {
    const answer = ask({ result: search({ verdict: 'none-found' }), found: { kind: 'none', others: [] }, mode: 'new' })
    expect(answer.write).toBeUndefined()
    expect(answer.ruling).toMatchObject({ state: 'inconclusive', message: expect.stringContaining('it found no limit') })
  })

  it.each([
    [440, 'updated'],
    [900, 'updated'],
    [480, undefined],
  ])('with -u and a capacity of %d is renewed: %s', (mean, kind) => {
    expect(ask({ result: search(found(mean)), found: kept(), mode: 'all' }).write?.kind).toBe(kind)
  })

  it('that can not be read is renewed with -u alone', () => {
    const unreadable = { kind: 'unreadable', message: 'it is no JSON' } as const
    expect(ask({ found: unreadable, mode: 'new' }).ruling.state).toBe('inconclusive')
    expect(ask({ found: unreadable, mode: 'all' }).write?.kind).toBe('updated')
  })

  it('refuses limits of loads, and what is no change', () => {
    expect(() => told(search(), { p95: '10%' })).toThrow('Unknown option `p95`')
    expect(() => told(search(), { capacity: 10 })).toThrow("Expected `capacity` to be a change such as '10%' or '±10%', got 10")
  })

  it('refuses a file of something else', () => {
    expect(() => parseCapacityBaseline('{"kind": "vitest-load test baseline"}')).toThrow(/^baseline: \d+ problems/)
    expect(() => parseCapacityBaseline('no JSON')).toThrow('Expected a baseline as JSON')
  })
})
