import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { checkOf, checkRate } from './checks.ts'
import { judge } from './judge.ts'
import { fakeMeasurement } from './measurement.fixture.ts'

const shop = fakeMeasurement({
  name: 'shopper',
  succeeded: 1000,
  checks: [
    { name: 'is shipped', passed: 982, failed: 18 },
    { name: 'is paid', passed: 5, failed: 0 },
    { name: 'is new', passed: 0, failed: 0 },
  ],
})

describe('the rate of a check', () => {
  it.each([
    ['is shipped', 0.98, 'pass', "shopper: rate of check 'is shipped' was 98.2 %, expected above 98 % (1,000 checks, 18 failed)"],
    [
      'is shipped',
      0.982,
      'fail',
      "shopper: rate of check 'is shipped' was 98.2 %, expected above 98.2 % (1,000 checks, 18 failed)",
    ],
    ['is paid', 0.99, 'pass', "shopper: rate of check 'is paid' was 100 %, expected above 99 % (5 checks, none failed)"],
    [
      'is new',
      0.99,
      'inconclusive',
      "shopper: there is no rate of check 'is new' to judge, because it was never made; let the load run longer, or check what the scenario does",
    ],
  ])('%s is strictly above %d', (name, value, state, message) => {
    expect(judge(checkRate(shop, name), { kind: 'above', value })).toMatchObject({ state, message })
  })

  it('of no request is inconclusive', () => {
    const nothing = fakeMeasurement()
    expect(
      judge(checkRate(nothing, parseOptions('x', 'is paid', checkOf(nothing))), { kind: 'above', value: 0.5 }),
    ).toMatchObject({
      state: 'inconclusive',
      message:
        "GET /orders: there is no rate of check 'is paid' to judge, because no request was measured; " +
        'let the load run longer, or check what the scenario sends',
    })
  })
})

describe('an unknown check', () => {
  it.each([
    [shop, "x: Unknown check 'is sent': known are 'is shipped', 'is paid', 'is new'"],
    [
      fakeMeasurement({ succeeded: 1 }),
      "x: Unknown check 'is sent': there are none, a scenario makes them with `check(name, ok)`",
    ],
  ])('is refused with the known ones (%#)', (measurement, message) => {
    expect(() => parseOptions('x', 'is sent', checkOf(measurement))).toThrow(message)
  })
})
