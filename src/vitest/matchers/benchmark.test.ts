import { describe, expect, it } from 'vitest'
import { capacityResult } from '../../metrics/capacity.fixture.ts'
import { runBenchmark, runBenchmarks } from '../../run/benchmark.ts'
import { recordingContext } from '../../run/run-context.fixture.ts'
import { matchers } from './matchers.ts'

expect.extend(matchers)

const context = () => recordingContext()
const brief = { time: '50ms', warmUp: 0 } as const
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('the result of a benchmark', () => {
  it('is taken by the matchers of latency and throughput, by toMeet, and by those of Vitest', async () => {
    const { slow, fast } = await runBenchmarks(
      { slow: () => wait(80), fast: () => wait(1) },
      { ...brief, iterations: 10 },
      context(),
    )
    expect(slow).toHaveMeanLatencyWithin('70ms', '5s')
    expect(slow).not.toHaveP95Below('2ms')
    expect(fast).toHaveThroughputAbove('1/s')
    expect(fast).toHaveLowerLatencyThan(slow, { percentile: 50 })
    expect(fast).toMeet({ p50: { target: '1s' }, throughput: { target: '1/s' } })
    expect(fast).toBeFasterThan(slow)
    expect(slow).toBeSlowerThan(fast)
  })

  it('is refused by matchers of what it has not', async () => {
    const result = await runBenchmark('wait', () => wait(1), { ...brief, iterations: 2 }, context())
    expect(() => expect(result).toHaveUptimeAbove('99%')).toThrow(
      'got a benchmark: its matchers are those of latency and throughput',
    )
    expect(() => expect(result).toHaveCapacityAbove(5)).toThrow('takes what findCapacity() resolved to, got a benchmark')
  })
})

describe('toHaveCapacityAbove', () => {
  it('takes a limit in the unit that was searched', () => {
    expect(capacityResult()).toHaveCapacityAbove('90/s')
    expect(capacityResult()).not.toHaveCapacityAbove('7000/min')
    const users = capacityResult({ unit: 'vus', capacity: { low: 8, mean: 8.5, high: 9 } })
    expect(users).toHaveCapacityAbove(7)
    expect(() => expect(users).toHaveCapacityAbove('7/s')).toThrow('Expected `limit` to be a whole number of at least 0')
    expect(() => expect(capacityResult()).toHaveCapacityAbove(90)).toThrow(
      "a rate, as the search was one of rates, such as '500/s'",
    )
  })

  it('fails where nobody can tell, under `.not` too', () => {
    const inside = 'inconclusive, because 105/s lies between'
    expect(() => expect(capacityResult()).toHaveCapacityAbove('105/s')).toThrow(inside)
    expect(() => expect(capacityResult()).not.toHaveCapacityAbove('105/s')).toThrow(inside)
  })

  it('takes nothing but what findCapacity resolved to, and other matchers refuse that', () => {
    expect(() => expect({}).toHaveCapacityAbove(5)).toThrow('takes what findCapacity() resolved to, got an empty object')
    expect(() => expect(capacityResult()).toHaveP95Below('1s')).toThrow('got a capacity: its matcher is toHaveCapacityAbove()')
  })
})
