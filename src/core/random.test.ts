import { describe, expect, it } from 'vitest'
import { createRandom, type Random, randomSeed } from './random.ts'

function take(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.next())
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of neighbours in a list; 0 where they don't depend on each other. */
function correlation(values: readonly number[]): number {
  const middle = mean(values)
  const products = values.slice(1).map((value, index) => (value - middle) * ((values[index] as number) - middle))
  return mean(products) / mean(values.map((value) => (value - middle) ** 2))
}

describe('a random source', () => {
  it('gives the same numbers for the same seed, for ever', () => {
    expect(take(createRandom(42), 3)).toEqual(take(createRandom(42), 3))
    expect(take(createRandom(42), 2)).toMatchInlineSnapshot(`
      [
        0.9942238798368135,
        0.12502710956469654,
      ]
    `)
  })

  it('gives numbers from 0 to below 1, evenly', () => {
    const numbers = take(createRandom(1), 10_000)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...numbers)).toBeLessThan(1)
    expect(mean(numbers)).toBeCloseTo(0.5, 1)
  })

  it('gives whole numbers with both ends', () => {
    const random = createRandom(1)
    expect(new Set(Array.from({ length: 200 }, () => random.integer(2, 4)))).toEqual(new Set([2, 3, 4]))
  })

  it('picks every item, and none of an empty list', () => {
    const random = createRandom(1)
    expect(new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b'])))).toEqual(new Set(['a', 'b']))
    expect(() => random.pick([])).toThrow(
      new RangeError('Expected a list with at least one item to pick from, got an empty list'),
    )
  })

  it.each([
    ['first', 0],
    ['second', 1],
    ['third', 2],
  ])('begins unlike those of neighbouring seeds (%s number)', (_, index) => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => take(createRandom(seed), 3)[index] as number)
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(0.03)
    expect(Math.abs(correlation(firsts))).toBeLessThan(0.1)
  })
})

describe('a whole number', () => {
  it.each([
    [1, 1.5],
    [0.5, 2],
    [3, 2],
    [Number.NaN, 2],
    [0, Number.POSITIVE_INFINITY],
    [0, '6' as unknown as number],
  ])('is refused from %s to %s', (min, max) => {
    const message = `Expected whole numbers with min <= max, got ${min} and ${max}`
    expect(() => createRandom(1).integer(min, max)).toThrow(new RangeError(message))
  })
})

describe('a fork', () => {
  it('is the same however often its parent was asked', () => {
    const parent = createRandom(7)
    const before = take(parent.fork(3), 3)
    take(parent, 10)
    expect(take(parent.fork(3), 3)).toEqual(before)
  })

  it.each([0, 1, 42])('is unlike every other of 20,000, and unlike its parent (seed %d)', (seed) => {
    const parent = createRandom(seed)
    const forks = Array.from({ length: 20_000 }, (_, part) => take(parent.fork(part), 2))
    expect(new Set([...forks, take(createRandom(seed), 2)].map(String)).size).toBe(20_001)
    const firsts = forks.map(([first]) => first as number)
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(0.01)
    expect(Math.abs(correlation(firsts))).toBeLessThan(0.03)
  })

  it('of a fork depends on both numbers and their order', () => {
    const parent = createRandom(7)
    const pairs = Array.from({ length: 100 }, (_, a) => Array.from({ length: 100 }, (_, b) => parent.fork(a).fork(b).next()))
    expect(new Set(pairs.flat()).size).toBe(10_000)
  })
})

describe('a seed of a run that was given none', () => {
  it('is a whole number from 0', () => {
    const seed = randomSeed()
    expect(Number.isSafeInteger(seed)).toBe(true)
    expect(seed).toBeGreaterThanOrEqual(0)
  })
})
