import { expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { peakTogether } from './peak-together.ts'
import type { OpenProfile } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'

const up = rampingRate([{ target: 30, duration: '10s' }])
const down = rampingRate([{ from: 30, target: 0, duration: '10s' }])
const jump = rampingRate([
  { from: 5, target: 5, duration: '5s' },
  { from: 50, target: 50, duration: '1s' },
])

it.each<[string, OpenProfile[], number]>([
  ['none', [], 0],
  ['one', [constantRate('200/s', '10s')], 200],
  ['the top of a ramp', [up], 30],
  ['levels that add up', [constantRate('20/s', '10s'), constantRate('10/s', '20s')], 30],
  ['a level and the top of a ramp', [constantRate('20/s', '10s'), up], 50],
  ['one that is over when the other is at its top', [constantRate('20/s', '5s'), up], 35],
  ['ramps that cross', [up, down], 30],
  ['a jump while another goes on', [jump, constantRate('1/s', '5500ms')], 51],
  ['a jump when another has ended', [jump, constantRate('1/s', '5s')], 50],
])('the highest rate at one moment is that of %s', (_, profiles, peak) => {
  expect(peakTogether(profiles)).toBe(peak)
})
