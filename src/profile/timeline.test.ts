import { describe, expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'
import { latestStop, plannedDuration, stageAt, stagesOf } from './timeline.ts'

const constant = constantVus(100, '10s')
const ramp = rampingVus([
  { name: 'up', target: 10, duration: '10s' },
  { target: 10, duration: '1m' },
  { name: 'up', target: 20, duration: '5s' },
])
const rate = constantRate('200/s', '10s')
const rates = rampingRate([
  { name: 'up', target: '20/s', duration: '10s' },
  { name: 'peak', from: '200/s', target: '200/s', duration: '30s' },
])
const shared = sharedIterations(5, 50)
const perVu = perVuIterations(5, 10, { maxDuration: '1m' })

describe('stagesOf', () => {
  it.each([
    ['one nameless span where there are no stages', constant, [{ name: '', start: 0, end: 10_000 }]],
    ['one nameless span of a constant rate', rate, [{ name: '', start: 0, end: 10_000 }]],
    [
      'a span for each stage of rates',
      rates,
      [
        { name: 'up', start: 0, end: 10_000 },
        { name: 'peak', start: 10_000, end: 40_000 },
      ],
    ],
    ['an endless span where iterations are counted', shared, [{ name: '', start: 0, end: Infinity }]],
    ['an endless span where iterations of each user are counted', perVu, [{ name: '', start: 0, end: Infinity }]],
    [
      'a span for each stage, also for one of a known name',
      ramp,
      [
        { name: 'up', start: 0, end: 10_000 },
        { name: 'stage 2', start: 10_000, end: 70_000 },
        { name: 'up', start: 70_000, end: 75_000 },
      ],
    ],
  ])('gives %s', (_, profile, spans) => {
    expect(stagesOf(profile)).toEqual(spans)
  })
})

describe('plannedDuration', () => {
  it.each([
    ['constantVus', constant, 10_000],
    ['rampingVus', ramp, 75_000],
    ['constantRate', rate, 10_000],
    ['rampingRate', rates, 40_000],
    ['sharedIterations', shared, undefined],
    ['perVuIterations', perVu, undefined],
  ])('of %s is %o', (_, profile, planned) => {
    expect(plannedDuration(profile)).toBe(planned)
  })
})

describe('latestStop', () => {
  it.each([
    ['the end of constantVus', constant, 10_000],
    ['the end of the last stage of rampingVus', ramp, 75_000],
    ['the end of constantRate', rate, 10_000],
    ['the end of the last stage of rampingRate', rates, 40_000],
    ['maxDuration of sharedIterations', shared, 600_000],
    ['maxDuration of perVuIterations', perVu, 60_000],
  ])('is %s', (_, profile, stop) => {
    expect(latestStop(profile)).toBe(stop)
  })
})

describe('stageAt', () => {
  const spans = stagesOf(ramp)

  it.each([
    ['before 0 the first', -1, 0],
    ['at 0 the first', 0, 0],
    ['just before an end the one that ends', 9_999.999, 0],
    ['at an end the one that starts', 10_000, 1],
    ['at the last end the last', 75_000, 2],
    ['after the last end the last', 1e9, 2],
  ])('is %s', (_, moment, index) => {
    expect(stageAt(spans, moment)).toBe(spans[index])
  })
})
