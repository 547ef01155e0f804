import { describe, expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { describeProfile } from './describe-profile.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'

const upAndDown = rampingVus([
  { target: 10, duration: '30s' },
  { target: 100, duration: '1m' },
  { target: 0, duration: '1m' },
])
const jump = rampingVus([
  { target: 20, duration: '10s' },
  { from: 200, target: 200, duration: '30s' },
  { from: 20, target: 20, duration: '20s' },
])
const rates = rampingRate([
  { target: '20/s', duration: '10s' },
  { from: '200/s', target: '200/s', duration: '50s' },
])
const unlikeRates = rampingRate([
  { target: '30/min', duration: '1m' },
  { from: 2, target: 1000, duration: '2m' },
])

describe('describeProfile', () => {
  it.each([
    ['100 users for 10 s', constantVus(100, '10s')],
    ['12,000 users for 10 s', constantVus(12_000, '10s')],
    ['1 user for 10 s', constantVus(1, '10s')],
    ['100 users for 10 s, joining at 10/s', constantVus(100, '10s', { spawnRate: 10 })],
    ['ramp 0 → 10 → 100 → 0 users over 2 min 30 s', upAndDown],
    ['100 users for 10 s, joining at 30/min', constantVus(100, '10s', { spawnRate: 0.5 })],
    ['ramp 0 → 20 → 200 → 20 users over 60 s', jump],
    ['10 users for 5 min', rampingVus([{ from: 10, target: 10, duration: '5m' }])],
    ['50 iterations shared by 5 users', sharedIterations(5, 50)],
    ['10 iterations for each of 5 users', perVuIterations(5, 10)],
    ['1 iteration for 1 user', perVuIterations(1, 1)],
    ['200/s for 30 s', constantRate('200/s', '30s')],
    ['200/s for 30 s, Poisson', constantRate('200/s', '30s', { arrivals: 'poisson' })],
    ['30/min for 2 min', constantRate('30/min', '2m')],
    ['rate 0 → 20 → 200/s over 60 s', rates],
    ['rate 0/s → 30/min → 2 → 1,000/s over 3 min', unlikeRates],
    ['10/s for 5 min, Poisson', rampingRate([{ from: 10, target: 10, duration: '5m' }], { arrivals: 'poisson' })],
    ['100 calls at once', { kind: 'burst', iterations: 100, concurrency: 100 }],
    [
      'browse: 100 users for 10 s; buy: 200/s for 30 s',
      { kind: 'together', profiles: { browse: constantVus(100, '10s'), buy: constantRate('200/s', '30s') } },
    ],
    ['100 calls, 10 at a time', { kind: 'burst', iterations: 100, concurrency: 10 }],
  ] as const)('%s', (line, profile) => {
    expect(describeProfile(profile)).toBe(line)
  })
})
