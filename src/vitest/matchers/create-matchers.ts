import { toHaveCheckRateAbove } from './check-rate.ts'
import { toHaveCpuBelow } from './cpu.ts'
import { guardMeasurement, guardRuns, guardSeries } from './guard.ts'
import { toIncrease } from './increase.ts'
import { toHaveLowerLatencyThan } from './lower-latency.ts'
import { createBaselineMatcher } from './match-baseline.ts'
import { toHaveMaxLatencyBelow } from './max-latency.ts'
import { toHaveMeanLatencyBelow, toHaveMeanLatencyWithin } from './mean-latency.ts'
import { toMeet } from './meet.ts'
import { toHaveMemoryGrowthBelow, toHaveStableMemory } from './memory.ts'
import { toHaveNoErrors } from './no-errors.ts'
import { toHaveNoRegression } from './no-regression.ts'
import {
  toHaveP50Below,
  toHaveP90Below,
  toHaveP95Below,
  toHaveP99Below,
  toHaveP999Below,
  toHavePercentileBelow,
} from './percentile-below.ts'
import { toHaveErrorRateBelow, toHaveSuccessRateAbove } from './rates.ts'
import { type Judge, type Matcher, type Note, shapeMatcher } from './shape.ts'
import { toStayWithin } from './stay-within.ts'
import { toHaveSucceededAtLeast } from './successes.ts'
import { toHaveThroughputAbove } from './throughput.ts'
import { toHaveTtfbBelow } from './ttfb.ts'
import type { LoadMatchers } from './types.ts'
import { toHaveUptimeAbove } from './uptime.ts'

export type MatcherObject = { readonly [K in keyof LoadMatchers]: Matcher<Parameters<LoadMatchers[K]>> }

/** The matchers as `expect.extend` takes them; `note` gets every verdict as it came out. */
export function createMatchers(note: Note): MatcherObject {
  const shaped = Object.entries(judges).map(([name, judge]) => {
    return [name, shapeMatcher(name, guardMeasurement, judge as Judge<unknown[]>, note)]
  })
  return {
    ...Object.fromEntries(shaped),
    toHaveNoRegression: shapeMatcher('toHaveNoRegression', guardRuns, toHaveNoRegression, note),
    toIncrease: shapeMatcher('toIncrease', guardSeries, toIncrease, note),
    toMatchBaseline: createBaselineMatcher(note),
  } as MatcherObject
}

const judges: {
  readonly [K in Exclude<keyof LoadMatchers, 'toHaveNoRegression' | 'toIncrease' | 'toMatchBaseline'>]: Judge<
    Parameters<LoadMatchers[K]>
  >
} = {
  toHaveP50Below,
  toHaveP90Below,
  toHaveP95Below,
  toHaveP99Below,
  toHaveP999Below,
  toHavePercentileBelow,
  toHaveMeanLatencyBelow,
  toHaveMeanLatencyWithin,
  toHaveMaxLatencyBelow,
  toHaveTtfbBelow,
  toHaveLowerLatencyThan,
  toHaveSuccessRateAbove,
  toHaveErrorRateBelow,
  toHaveNoErrors,
  toHaveThroughputAbove,
  toHaveSucceededAtLeast,
  toHaveCheckRateAbove,
  toMeet,
  toStayWithin,
  toHaveUptimeAbove,
  toHaveCpuBelow,
  toHaveMemoryGrowthBelow,
  toHaveStableMemory,
}
