import { describe, expect, expectTypeOf, it } from 'vitest'
import { fakeMeasurement } from '../../verdict/measurement.fixture.ts'
import { matchers } from './matchers.ts'
import type { LoadMatchers } from './types.ts'

expect.extend(matchers)

const result = fakeMeasurement({ latency: [1] })

/** Checked by the compiler, never called. */
function assertTypes(): void {
  expect(result).toHaveP95Below('50ms')
  expect(result).not.toHaveP95Below(50)
  expect(result).toHaveSuccessRateAbove('99%')
  expect(result).toHaveErrorRateBelow('1%', { except: ['rate-limited'] })
  expect(result).toHaveThroughputAbove('1000/s')
  expect(result).toMeet({ mean: { target: ['75s', '90s'], acceptable: ['70s', '95s'] }, throughput: { target: 5 } })
  expect.soft(result).toHaveNoErrors()
  expect(result).toMatchBaseline()
  expect(result).toMatchBaseline('checkout')
  expect(result).toMatchBaseline({ p95: '±10%', max: '20ms', errorRate: '0.1pt', throughput: '5%', strict: true })
  expect(result).toMatchBaseline('checkout', { mean: '10%' })
  // @ts-expect-error: no unit
  expect(result).toMatchBaseline({ p95: 10 })
  // @ts-expect-error: a share of errors may be of nothing
  expect(result).toMatchBaseline({ errorRate: '10%' })
  // @ts-expect-error: unknown metric
  expect(result).toMatchBaseline({ p59: '10%' })
  // @ts-expect-error: no time
  expect(result).toHaveP95Below(true)
  // @ts-expect-error: no unit
  expect(result).toHaveP95Below('50')
  // @ts-expect-error: a rate is no time
  expect(result).toHaveP95Below('50/s')
  // @ts-expect-error: no limit
  expect(result).toHaveP95Below()
  // @ts-expect-error: a time is no share
  expect(result).toHaveSuccessRateAbove('99ms')
  // @ts-expect-error: unknown category
  expect(result).toHaveErrorRateBelow('1%', { except: ['429'] })
  // @ts-expect-error: no result
  expect(result).toHaveLowerLatencyThan('before')
  // @ts-expect-error: a band and a limit
  expect(result).toMeet({ mean: { target: ['75s', '90s'], acceptable: '95s' } })
  // @ts-expect-error: unknown metric
  expect(result).toMeet({ p59: { target: '1s' } })
  // @ts-expect-error: no target
  expect(result).toMeet({ p95: { acceptable: '1s' } })
}

describe('the types of the matchers', () => {
  it('refuse what the matchers refuse', () => {
    expectTypeOf(assertTypes).returns.toBeVoid()
    expectTypeOf(expect(result).toHaveP95Below).returns.toEqualTypeOf<void>()
    expectTypeOf(expect(Promise.resolve(result)).resolves.toHaveP95Below).returns.toEqualTypeOf<Promise<void>>()
  })

  it('are those of the object for expect.extend', () => {
    expectTypeOf<keyof typeof matchers>().toEqualTypeOf<keyof LoadMatchers>()
    expectTypeOf(expect.extend).toBeCallableWith(matchers)
  })
})
