import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { createRandom } from '../core/random.ts'
import { nextStart, type Pacing, pacing, readPacing } from './pacing.ts'
import { between, constant, exponential } from './think-time.ts'

const refusal = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    return (error as Error).message
  }
  return 'was taken'
}

describe('pacing', () => {
  it.each([
    [pacing('5s'), { kind: 'pacing', every: { kind: 'constant', duration: 5000 } }],
    [pacing(between('4s', '6s')), { kind: 'pacing', every: { kind: 'between', from: 4000, to: 6000 } }],
    [pacing(exponential('5s')), { kind: 'pacing', every: { kind: 'exponential', mean: 5000 } }],
  ])('is a frozen value of milliseconds that JSON can hold: %o', (value, expected) => {
    expect(value).toStrictEqual(expected)
    expect([value, value.every].every(Object.isFrozen)).toBe(true)
    expect(JSON.parse(JSON.stringify(value))).toStrictEqual(expected)
  })

  it.each<[message: string, call: () => unknown]>([
    ["pacing: Expected `every` to be a time above 0, such as '5s', got 0", () => pacing(0)],
    ["pacing: Expected `every` to be a time above 0, such as '5s', got an object", () => pacing(constant(0))],
    [
      "pacing: Expected `every` to be a time of at least 0, such as '1s', between('0.5s', '2s') or exponential('1s'), got -1",
      () => pacing(-1),
    ],
    ['pacing: Expected `every.to` to be at least `from`, 2 ms, got 1 ms', () => pacing({ kind: 'between', from: 2, to: 1 })],
  ])('is refused where it makes no sense: %s', (message, call) => {
    expect(refusal(call)).toBe(message)
  })
})

describe('the next start', () => {
  it('is so long after the last one, which keeps a user on its beat', () => {
    const every = pacing('5s')
    const starts = [0]
    for (let n = 0; n < 3; n += 1) starts.push(nextStart(every, starts[n] as number, createRandom(1)))

    expect(starts).toEqual([0, 5000, 10_000, 15_000])
  })

  it('is drawn anew for each iteration', () => {
    const random = createRandom(1)
    const gaps = Array.from({ length: 1000 }, () => nextStart(pacing(between(4000, 6000)), 1000, random) - 1000)

    expect(gaps.every((gap) => gap >= 4000 && gap < 6000)).toBe(true)
    expect(new Set(gaps).size).toBe(1000)
  })
})

describe('an option', () => {
  const read = (found: unknown): Pacing =>
    parseOptions('scenario', found, (_, __, problems) => readPacing(found, 'pacing', problems))

  it.each([['5s'], [5000], [constant('5s')], [pacing('5s')], [JSON.parse(JSON.stringify(pacing('5s')))]])(
    'may be %o',
    (found) => {
      expect(read(found)).toStrictEqual(pacing('5s'))
    },
  )

  it.each([
    [0, "scenario: Expected `pacing` to be a time above 0, such as '5s', got 0"],
    [{ kind: 'pacing', every: 0 }, "scenario: Expected `pacing.every` to be a time above 0, such as '5s', got 0"],
  ])('cannot be %o', (found, message) => {
    expect(refusal(() => read(found))).toBe(message)
  })
})
