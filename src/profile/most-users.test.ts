import { expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { mostUsers } from './most-users.ts'
import type { Profile } from './profile.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'

it.each<[number, Profile]>([
  [5, constantVus(5, '1s')],
  [3, sharedIterations(3, 10)],
  [
    9,
    rampingVus(
      [
        { target: 9, duration: '1s' },
        { target: 1, duration: '1s' },
      ],
      { startVus: 4 },
    ),
  ],
  [7, rampingVus([{ target: 1, duration: '1s' }], { startVus: 7 })],
  [40, constantRate('10/s', '1s', { vus: 2, maxVus: 40 })],
])('%s users at most', (most, profile) => {
  expect(mostUsers(profile)).toBe(most)
})
