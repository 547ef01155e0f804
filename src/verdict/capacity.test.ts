import { describe, expect, it } from 'vitest'
import { capacityResult } from '../metrics/capacity.fixture.ts'
import { judgeCapacity } from './capacity.ts'

const noneFound = capacityResult({ verdict: 'none-found', capacity: undefined, limitedBy: undefined, to: 1000 })
const atStart = capacityResult({ verdict: 'fails-at-start', capacity: undefined, from: 50 })
const generator = capacityResult({ verdict: 'generator-limited', capacity: { low: 100, mean: undefined, high: undefined } })
const unknown = capacityResult({ verdict: 'generator-limited', capacity: undefined })
const users = capacityResult({ unit: 'vus', capacity: { low: 8, mean: 8.5, high: 9 } })

describe('a capacity above a limit', () => {
  it.each([
    [
      'found above it',
      capacityResult(),
      90,
      'pass',
      'search: the capacity was between 100/s and 110/s, expected above 90/s (5 levels)',
    ],
    [
      'found below it',
      capacityResult(),
      110,
      'fail',
      'search: the capacity was between 100/s and 110/s, expected above 110/s (5 levels)',
    ],
    [
      'found around it',
      capacityResult(),
      100,
      'inconclusive',
      'search: the capacity was between 100/s and 110/s, expected above 100/s (5 levels); inconclusive, because 100/s lies between: use a finer `resolution`, or longer levels',
    ],
    [
      'none found up to more',
      noneFound,
      900,
      'pass',
      'search: the capacity was not reached: none was found up to 1,000/s, expected above 900/s (5 levels)',
    ],
    [
      'none found up to it',
      noneFound,
      1000,
      'inconclusive',
      'search: the capacity was not reached: none was found up to 1,000/s, expected above 1,000/s (5 levels); inconclusive, because nothing above 1,000/s was tried: raise `to` above the limit',
    ],
    [
      'below the lowest level',
      atStart,
      50,
      'fail',
      'search: the capacity was below 50/s, the lowest level, expected above 50/s (5 levels)',
    ],
    [
      'below a lowest level that is above it',
      atStart,
      20,
      'inconclusive',
      'search: the capacity was below 50/s, the lowest level, expected above 20/s (5 levels); inconclusive, because nothing below 50/s was tried: lower `from` to the limit',
    ],
    [
      'at least more, by the generator',
      generator,
      99,
      'pass',
      'search: the capacity was at least 100/s, expected above 99/s (5 levels)',
    ],
    [
      'at least less, by the generator',
      generator,
      200,
      'inconclusive',
      'search: the capacity was at least 100/s, expected above 200/s (5 levels); inconclusive, because the generator came to its limit before the target did: use a faster or less busy machine',
    ],
    [
      'not known, by the generator',
      unknown,
      1,
      'inconclusive',
      'search: the capacity is not known, expected above 1/s (5 levels); inconclusive, because the generator came to its limit before the target did: use a faster or less busy machine',
    ],
    ['of users', users, 7, 'pass', 'search: the capacity was between 8 users and 9 users, expected above 7 users (5 levels)'],
  ] as const)('is judged when %s', (_, result, limit, state, message) => {
    expect(judgeCapacity(result, limit)).toMatchObject({ state, message })
    const opposite = state === 'inconclusive' ? state : state === 'pass' ? 'fail' : 'pass'
    expect(judgeCapacity(result, limit).negated.state).toBe(opposite)
  })
})
