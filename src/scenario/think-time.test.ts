import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { createRandom, type Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import { between, constant, drawThinkTime, exponential, longestThinkTime, type ThinkTime, thinkTime } from './think-time.ts'

const refusal = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    return (error as Error).message
  }
  return 'was taken'
}
const drawing = (drawn: number): Random => ({ ...createRandom(1), next: () => drawn })
const draw = (time: ThinkTime, count: number): number[] => {
  const random = createRandom(1)
  return Array.from({ length: count }, () => drawThinkTime(time, random))
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('a think time', () => {
  it.each<[ThinkTime, object]>([
    [constant('1.5s'), { kind: 'constant', duration: 1500 }],
    [constant(0), { kind: 'constant', duration: 0 }],
    [between('0.5s', '2s'), { kind: 'between', from: 500, to: 2000 }],
    [between(0, 0), { kind: 'between', from: 0, to: 0 }],
    [exponential('1s'), { kind: 'exponential', mean: 1000 }],
    [exponential('1s', { max: '5s' }), { kind: 'exponential', mean: 1000, max: 5000 }],
  ])('is a frozen value of milliseconds that JSON can hold: %o', (time, expected) => {
    expect(time).toStrictEqual(expected)
    expect(Object.isFrozen(time)).toBe(true)
    expect(JSON.parse(JSON.stringify(time))).toStrictEqual(expected)
  })

  it.each<[message: string, call: () => unknown]>([
    ["constant: Expected `duration` to be a time of at least 0, such as '30s', got -1", () => constant(-1)],
    ['between: Expected `to` to be at least `from`, 2000 ms, got 1000 ms', () => between('2s', '1s')],
    [
      "between: Expected `from` to be a time of at least 0, such as '30s', got undefined",
      () => between(undefined as never, '1s'),
    ],
    [
      [
        'between: 2 problems',
        "  - Expected `from` to be a time of at least 0, such as '30s', got -1",
        "  - Expected `to` to be a time of at least 0, such as '30s', got 'x'",
      ].join('\n'),
      () => between(-1, 'x' as Duration),
    ],
    ["exponential: Expected `mean` to be a time above 0, such as '30s', got 0", () => exponential(0)],
    ['exponential: Expected `max` to be above `mean`, 2000 ms, got 2000 ms', () => exponential('2s', { max: '2s' })],
    ['exponential: Unknown option `mx`: did you mean `max`?', () => exponential('2s', { mx: 1 } as never)],
    ['exponential: Unknown option `mean`: did you mean `max`?', () => exponential('2s', { mean: '1s' } as never)],
  ])('is refused where it makes no sense: %s', (message, call) => {
    expect(refusal(call)).toBe(message)
  })
})

describe('drawn times', () => {
  it('of a constant need no random number', () => {
    expect(drawThinkTime(constant('1s'), drawing(Number.NaN))).toBe(1000)
  })

  it.each([
    [0, 500],
    [0.5, 1250],
    [0.999, 1998.5],
  ])('of between are uniform: %d gives %d ms', (drawn, ms) => {
    expect(drawThinkTime(between('0.5s', '2s'), drawing(drawn))).toBeCloseTo(ms, 9)
  })

  it.each([
    [0, 0],
    [0.5, 693.147],
    [0.9, 2302.585],
    [0.999, 5000],
  ])('of an exponential are the inverse of its distribution, up to max: %d gives %d ms', (drawn, ms) => {
    expect(drawThinkTime(exponential('1s', { max: '5s' }), drawing(drawn))).toBeCloseTo(ms, 3)
  })

  it('have the mean that they should have', () => {
    // Three standard errors of 100,000 draws.
    expect(Math.abs(mean(draw(between(500, 2000), 100_000)) - 1250)).toBeLessThan((3 * 433) / Math.sqrt(100_000))
    expect(Math.abs(mean(draw(exponential(1000), 100_000)) - 1000)).toBeLessThan((3 * 1000) / Math.sqrt(100_000))
  })

  it('are never outside of what was said', () => {
    const ms = fc.double({ min: 0, max: 1e7, noNaN: true })
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(ms, ms, share, (a, b, drawn) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const uniform = drawThinkTime(between(from, to), drawing(drawn))
        const exponentially = drawThinkTime(exponential(1 + from, { max: 2 + to }), drawing(drawn))

        expect(uniform >= from && uniform <= to).toBe(true)
        expect(exponentially >= 0 && exponentially <= 2 + to).toBe(true)
      }),
    )
  })
})

describe('an option', () => {
  const read = (found: unknown): ThinkTime =>
    parseOptions('scenario', found, (_, __, problems) => thinkTime(found, 'thinkTime', problems))

  it.each<[unknown, ThinkTime]>([
    ['1s', constant('1s')],
    [0, constant(0)],
    [constant('1s'), constant('1s')],
    [between('1s', '2s'), between('1s', '2s')],
    [JSON.parse(JSON.stringify(exponential('1s', { max: '2s' }))), exponential('1s', { max: '2s' })],
  ])('may be %o', (found, expected) => {
    expect(read(found)).toStrictEqual(expected)
    expect(Object.isFrozen(read(found))).toBe(true)
  })

  const wanted = "Expected `thinkTime` to be a time of at least 0, such as '1s', between('0.5s', '2s') or exponential('1s'), got"
  it.each([
    [-1, `scenario: ${wanted} -1`],
    ['soon', `scenario: ${wanted} 'soon'`],
    [{ from: 1, to: 2 }, `scenario: ${wanted} an object`],
    [{ kind: 'toString' }, `scenario: ${wanted} an object`],
    [null, `scenario: ${wanted} null`],
    [{ kind: 'between', from: 2, to: 1 }, 'scenario: Expected `thinkTime.to` to be at least `from`, 2 ms, got 1 ms'],
  ])('cannot be %o', (found, message) => {
    expect(refusal(() => read(found))).toBe(message)
  })
})

it.each([
  [constant(5), 5],
  [between(5, 7), 7],
  [exponential(5), Infinity],
  [exponential(5, { max: 9 }), 9],
])('the longest of %o is %d', (time, longest) => {
  expect(longestThinkTime(time)).toBe(longest)
})
