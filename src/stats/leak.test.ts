import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { testLeak } from './leak.ts'
import { healthy, leaking, normal, type Simulation, simulate } from './simulated-series.fixture.ts'

function leaksAmong(simulations: readonly Simulation[], seed: number): number {
  const random = createRandom(seed)
  const series = Array.from({ length: 100 }, (_, part) => simulations[part % simulations.length]?.(random.fork(part)) ?? [])
  return series.filter((one) => testLeak(one).kind === 'leak').length
}

describe('of a hundred simulated series of ten minutes, the leak test', () => {
  it.each([1, 2, 3])('finds at most 2 where nothing leaks: noise, collections, caches and steps (seed %i)', (seed) => {
    expect(leaksAmong(Object.values(healthy), seed)).toBeLessThanOrEqual(2)
  })

  it.each(Object.entries(healthy))('finds at most 2 among %s alone', (_, simulation) => {
    expect(leaksAmong([simulation], 4)).toBeLessThanOrEqual(2)
  })

  it.each([1, 2, 3])('finds at least 95 that grow a little under noise of five times that (seed %i)', (seed) => {
    expect(leaksAmong(Object.values(leaking), seed)).toBeGreaterThanOrEqual(95)
  })
})

describe('a leak', () => {
  it('tells its growth after the warm-up, without the noise', () => {
    const random = createRandom(1)
    const found = testLeak(simulate((second) => 100 + second / 60 + normal(random)))
    expect(found).toMatchObject({ kind: 'leak', since: expect.closeTo(119_800), time: expect.closeTo(479_200) })
    if (found.kind !== 'leak') return
    expect(found.from).toBeCloseTo(102, 0)
    expect(found.to).toBeCloseTo(110, 0)
    expect(found.slope * 60).toBeCloseTo(1, 1)
    expect(found.lower).toBeLessThan(found.slope)
    expect(found.upper).toBeGreaterThan(found.slope)
  })

  it('is found within half a minute, also where a collection interrupts it', () => {
    // Megabytes of a Node server that kept 32 KB of each of 100 requests a second.
    const measured = [
      97.2, 103.7, 108.7, 112, 115.3, 122.9, 125.8, 129.9, 133.2, 136.5, 139.8, 143.1, 146.5, 150, 153.3, 156.7, 156.2, 159.5,
      162.8, 165.7, 169, 172.3, 175.6, 178.9, 182.2, 185.5, 188.8, 192.1, 195.4, 198.7, 201.9, 205.3, 208.6, 211.9, 215.2, 218.5,
    ]
    expect(testLeak(simulate((second) => measured[second] ?? Number.NaN, measured.length))).toMatchObject({
      kind: 'leak',
      slope: expect.closeTo(3.3, 0),
    })
  })

  it('is found without any noise', () => {
    expect(testLeak(simulate((second) => 100 + second))).toMatchObject({ kind: 'leak', slope: expect.closeTo(1) })
  })
})

describe('what is no leak', () => {
  const noise = createRandom(2)
  it.each<[string, (second: number) => number, string]>([
    ['nothing but one value', () => 100, 'no growth'],
    ['what falls', (second) => 1000 - second, 'no growth'],
    ['what grows by less than 2 %', (second) => 100 + second / 600, 'little growth'],
    [
      'a cache that was full after two thirds of the time',
      (second) => 100 + Math.min(second, 400) / 20 + 5 * normal(noise),
      'plateau',
    ],
    ['a step under noise', (second) => 100 + (second < 360 ? 0 : 8) + 5 * normal(noise), 'step'],
  ])('%s', (_, valueAt, because) => {
    expect(testLeak(simulate(valueAt))).toEqual({ kind: 'stable', because })
  })
})

describe('without enough to go on, it has no data:', () => {
  it.each([
    ['nothing', []],
    ['20 s', simulate((second) => second, 20)],
    ['a value every 10 s for 100 s', simulate((second) => second, 11).map(({ at, value }) => ({ at: at * 10, value }))],
    ['holes only', simulate(() => Number.NaN)],
  ])('%s', (_, series) => {
    expect(testLeak(series)).toEqual({ kind: 'no-data' })
  })
})
