import { describe, expect, it } from 'vitest'
import { arrivalTimes } from './arrivals.ts'
import { constantRate } from './constant-rate.ts'
import { rampingRate } from './ramping-rate.ts'
import { integralAt, integralOf } from './rates.fixture.ts'

// Each of 20 seeds is tested at α = 0.01 / 20 (Bonferroni): all together would fail for one sound generator in a hundred.
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)
/** Of the normal distribution, on both sides, at 1 − 0.0005. */
const NORMAL = 3.481
/** Of Kolmogorov's distribution at 1 − 0.0005: √(−ln(0.0005 / 2) / 2). */
const KOLMOGOROV = 2.0364
/** Of χ² with 10 degrees of freedom at 1 − 0.0005. */
const CHI_SQUARE_10 = 31.42

const PER_SECOND = 10
const SECONDS = 1000
const steady = constantRate(PER_SECOND, SECONDS * 1000, { arrivals: 'poisson' })
const uneven = rampingRate(
  [
    { target: '20/s', duration: '5m' },
    { from: '40/s', target: '40/s', duration: '1m' },
    { from: 0, target: 0, duration: '1m' },
    { from: '20/s', target: 0, duration: '5m' },
  ],
  { arrivals: 'poisson' },
)

describe.each([
  ['a constant rate', steady],
  ['an uneven rate', uneven],
])('Poisson arrivals at %s', (_, profile) => {
  it('are together as many as the rate says, within 3/√n of it', () => {
    const expected = SEEDS.length * integralOf(profile)
    const found = SEEDS.reduce((sum, seed) => sum + [...arrivalTimes(profile, { seed })].length, 0)
    expect(Math.abs(found / expected - 1)).toBeLessThan(3 / Math.sqrt(expected))
  })

  it.each(SEEDS)('are as many as the rate says (seed %d)', (seed) => {
    const expected = integralOf(profile)
    const share = [...arrivalTimes(profile, { seed })].length / expected
    expect(Math.abs(share - 1)).toBeLessThan(NORMAL / Math.sqrt(expected))
  })

  it.each(SEEDS)('have exponential gaps, by Kolmogorov–Smirnov on their integral (seed %d)', (seed) => {
    const areas = [...arrivalTimes(profile, { seed })].map((at) => integralAt(profile, at))
    expect(kolmogorovSmirnov(gapsOf(areas))).toBeLessThan(KOLMOGOROV)
  })
})

it.each(SEEDS)('Poisson arrivals per second are Poisson distributed, by χ² (seed %d)', (seed) => {
  expect(chiSquare([...arrivalTimes(steady, { seed })])).toBeLessThan(CHI_SQUARE_10)
})

describe('the same tests tell', () => {
  const times = [...arrivalTimes(steady, { seed: 1 })]

  it('uniform arrivals from random ones', () => {
    const even = [...arrivalTimes(constantRate(PER_SECOND, SECONDS * 1000), { seed: 1 })]
    expect(kolmogorovSmirnov(gapsOf(even.map(inArrivals)))).toBeGreaterThan(KOLMOGOROV)
    expect(chiSquare(even)).toBeGreaterThan(CHI_SQUARE_10)
  })

  it('a rate that is a tenth too high', () => {
    const early = times.map((at) => at / 1.1)
    expect(kolmogorovSmirnov(gapsOf(early.map(inArrivals)))).toBeGreaterThan(KOLMOGOROV)
    expect(chiSquare(early)).toBeGreaterThan(CHI_SQUARE_10)
  })

  it('arrivals that depend on each other: pairs', () => {
    const pairs = times.filter((_, index) => index % 2 === 0).flatMap((at) => [at, at])
    expect(kolmogorovSmirnov(gapsOf(pairs.map(inArrivals)))).toBeGreaterThan(KOLMOGOROV)
    expect(chiSquare(pairs)).toBeGreaterThan(CHI_SQUARE_10)
  })
})

function inArrivals(at: number): number {
  return integralAt(steady, at)
}

function gapsOf(areas: readonly number[]): number[] {
  return areas.map((area, index) => area - (areas[index - 1] ?? 0))
}

/**
 * The largest distance D between the distribution of n values and the exponential one of mean 1, as D · (√n + 0.12 + 0.11/√n): so it
 * compares to Kolmogorov's limiting distribution (Stephens, 1970).
 */
function kolmogorovSmirnov(values: readonly number[]): number {
  const count = values.length
  const distances = values
    .toSorted((one, other) => one - other)
    .map((value, index) => {
      const expected = 1 - Math.exp(-value)
      return Math.max(expected - index / count, (index + 1) / count - expected)
    })
  const root = Math.sqrt(count)
  return Math.max(...distances) * (root + 0.12 + 0.11 / root)
}

/** Of the seconds that have up to 5, 6, …, 14, and from 15 arrivals: eleven classes, each expected at least 60 times in 1,000. */
function chiSquare(times: readonly number[]): number {
  const perSecond = new Array<number>(SECONDS).fill(0)
  for (const at of times) perSecond[Math.floor(at / 1000)] = (perSecond[Math.floor(at / 1000)] ?? 0) + 1
  const classOf = (count: number): number => Math.min(Math.max(count, 5), 15) - 5
  const found = new Array<number>(11).fill(0)
  const expected = new Array<number>(11).fill(0)
  for (const count of perSecond) found[classOf(count)] = (found[classOf(count)] ?? 0) + 1
  let probability = Math.exp(-PER_SECOND)
  for (let count = 0; count < 100; count += 1) {
    expected[classOf(count)] = (expected[classOf(count)] ?? 0) + probability * SECONDS
    probability *= PER_SECOND / (count + 1)
  }
  return found.reduce((sum, seconds, index) => sum + (seconds - (expected[index] ?? 0)) ** 2 / (expected[index] ?? 0), 0)
}
