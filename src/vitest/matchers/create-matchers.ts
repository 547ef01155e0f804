import { toHaveCapacityAbove } from './capacity.ts'
import { toHaveCheckRateAbove } from './check-rate.ts'
import { toHaveCpuBelow } from './cpu.ts'
import { toDegradeGracefully } from './degrade.ts'
import { guardCapacity, guardMeasurement, guardRuns, guardSeries, guardTimes } from './guard.ts'
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
import { toRecoverWithin } from './recover.ts'
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
  const shape = (judges: object, guard: typeof guardMeasurement) =>
    Object.entries(judges).map(([name, judge]) => [name, shapeMatcher(name, guard, judge as Judge<unknown[]>, note)])
  return {
    ...Object.fromEntries([...shape(ofTimes, guardTimes), ...shape(ofLoads, guardMeasurement)]),
    toHaveNoRegression: shapeMatcher('toHaveNoRegression', guardRuns, toHaveNoRegression, note),
    toIncrease: shapeMatcher('toIncrease', guardSeries, toIncrease, note),
    toHaveCapacityAbove: shapeMatcher('toHaveCapacityAbove', guardCapacity, toHaveCapacityAbove, note),
    toMatchBaseline: createBaselineMatcher(note),
  } as MatcherObject
}

type JudgesOf<Names extends keyof LoadMatchers> = { readonly [K in Names]: Judge<Parameters<LoadMatchers[K]>> }

/** Of loads and of benchmarks. */
const ofTimes = {
  toHaveP50Below,
  toHaveP90Below,
  toHaveP95Below,
  toHaveP99Below,
  toHaveP999Below,
  toHavePercentileBelow,
  toHaveMeanLatencyBelow,
  toHaveMeanLatencyWithin,
  toHaveMaxLatencyBelow,
  toHaveLowerLatencyThan,
  toHaveThroughputAbove,
  toMeet,
} satisfies Partial<JudgesOf<keyof LoadMatchers>>

/** Of loads alone. */
const ofLoads: JudgesOf<
  Exclude<
    keyof LoadMatchers,
    keyof typeof ofTimes | 'toHaveNoRegression' | 'toIncrease' | 'toHaveCapacityAbove' | 'toMatchBaseline'
  >
> = {
  toHaveTtfbBelow,
  toHaveSuccessRateAbove,
  toHaveErrorRateBelow,
  toHaveNoErrors,
  toHaveSucceededAtLeast,
  toHaveCheckRateAbove,
  toStayWithin,
  toRecoverWithin,
  toDegradeGracefully,
  toHaveUptimeAbove,
  toHaveCpuBelow,
  toHaveMemoryGrowthBelow,
  toHaveStableMemory,
}
