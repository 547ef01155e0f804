import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { readAbortWhen, scaleAbortConditions } from './abort-options.ts'

const parse = (found: unknown) =>
  parseOptions('load', { abortWhen: found }, (given, _, problems) =>
    readAbortWhen((given as { abortWhen: unknown }).abortWhen, 'abortWhen', problems),
  )

describe('the conditions', () => {
  it('are read as they are written', () => {
    const { limits } = parse({
      errorRate: '>20%',
      p50: '>50ms',
      p90: '>1s',
      p95: '> 2s',
      p99: '>1m',
      mean: '>0.5s',
      throughput: '<60/min',
    })
    expect(limits).toEqual({ errorRate: 0.2, p50: 50, p90: 1000, p95: 2000, p99: 60_000, mean: 500, throughput: 1 })
  })

  it.each([
    [{}, 10_000, 10_000],
    [{ window: '30s' }, 30_000, 30_000],
    [{ after: '5s' }, 10_000, 5000],
    [{ window: 2000, after: 0 }, 2000, 0],
  ])('are looked at over 10 s, and first when that is over: %o', (given, window, after) => {
    expect(parse({ p95: '>1s', ...given })).toMatchObject({ window, after })
  })

  it.each([
    [1, 30_000, 5000],
    [0.1, 3000, 1000],
    [0.01, 1000, 1000],
  ])('at a scale of %d are looked at over less, but never below 1 s', (scale, window, after) => {
    const conditions = parse({ p95: '>1s', window: '30s', after: '5s' })
    expect(scaleAbortConditions(conditions, scale)).toEqual({ ...conditions, window, after })
  })
})

describe('what is wrong', () => {
  it('is listed at once', () => {
    const given = {
      errorRate: '20%',
      p50: 50,
      p90: '>0s',
      p95: '<2s',
      p99: '>soon',
      mean: '>5',
      throughput: '>5/s',
      after: -1,
      window: '500ms',
    }
    expect(() => parse({ ...given, p75: '>1s' })).toThrow(`load: 10 problems
  - Unknown option \`abortWhen.p75\`: did you mean \`p95\`?
  - Expected \`abortWhen.errorRate\` to be a share below 100% with '>' before it, such as '>20%', got '20%'
  - Expected \`abortWhen.p50\` to be a time with '>' before it, such as '>2s', got 50
  - Expected \`abortWhen.p90\` to be a time with '>' before it, such as '>2s', got '>0s'
  - Expected \`abortWhen.p95\` to be a time with '>' before it, such as '>2s', got '<2s'
  - Expected \`abortWhen.p99\` to be a time with '>' before it, such as '>2s', got '>soon'
  - Expected \`abortWhen.mean\` to be a time with '>' before it, such as '>2s', got '>5'
  - Expected \`abortWhen.throughput\` to be a rate above 0 with '<' before it, such as '<50/s', got '>5/s'
  - Expected \`abortWhen.after\` to be a time of at least 0, such as '30s', got -1
  - Expected \`abortWhen.window\` to be a time of at least 1000, such as '30s', got '500ms'`)
  })

  it.each(['>100%', '>120%', '>-1%', '>0.2', '>', ''])('is a share that nothing is above, or that is none: %s', (errorRate) => {
    expect(() => parse({ errorRate })).toThrow("a share below 100% with '>' before it")
  })

  it.each([[{}], [{ after: '5s' }]])('is to have no condition: %o', (given) => {
    expect(() => parse(given)).toThrow("load: Expected `abortWhen` to have a condition, such as errorRate: '>20%', got none")
  })

  it('is anything but an object', () => {
    expect(() => parse('>20%')).toThrow("load: Expected `abortWhen` to be an object of options, got '>20%'")
  })
})
