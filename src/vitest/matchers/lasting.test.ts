import { describe, expect, it } from 'vitest'
import { createResult } from '../../metrics/load-result.ts'
import { LoggingRecorder } from '../../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { facts, sample } from '../../metrics/samples.fixture.ts'
import { readings } from '../../verdict/resources.fixture.ts'
import { matchers } from './matchers.ts'

expect.extend(matchers)

/** A minute in which latency doubles after half of it, memory grows, and a counter moves; at a scale of 0.1. */
function minute(): LoadResult {
  const stages = [{ name: '', start: 0, end: 60_000 }]
  const recorder = new LoggingRecorder({ stages })
  for (let moment = 0; moment < 60_000; moment += 10) {
    recorder.scope('shop', moment).request(sample({ latency: moment < 30_000 ? 10 : 20, end: moment }))
  }
  const values = (valueAt: (second: number) => number): number[] => Array.from({ length: 61 }, (_, second) => valueAt(second))
  const series = [
    readings(
      'server',
      'memory',
      values((second) => 1e8 + 1e6 * second),
    ),
    readings(
      'generator',
      'memory',
      values(() => 1e8),
    ),
    readings(
      'server',
      'cpu',
      values(() => 1.5),
      { kind: 'span' },
    ),
    readings(
      'metrics',
      'jobs_total',
      values((second) => second),
      { kind: 'counter' },
    ),
    readings(
      'metrics',
      'errors_total',
      values(() => 0),
      { kind: 'counter' },
    ),
  ]
  return createResult(facts({ name: 'a shop', duration: 60_000, stages, scale: 0.1 }), recorder.finish(60_000), {
    series,
    marks: [],
  })
}

const result = minute()

describe('a matcher of what lasts', () => {
  it.each<[string, () => void, () => void, string]>([
    [
      'toStayWithin',
      () => expect(result).toStayWithin('100%'),
      () => expect(result).toStayWithin('10%', { metric: 'p95', bucket: '100s' }),
      'a shop, 50 s to 60 s: p95 was 20 ms, expected at most 11 ms, 10 % above the 10 ms of a shop, 0 ms to 10 s',
    ],
    [
      'toHaveUptimeAbove',
      () => expect(result).toHaveUptimeAbove('99.9%'),
      () => expect(result).not.toHaveUptimeAbove('99.9%'),
      'a shop: uptime was 100 %, expected not above 99.9 %',
    ],
    [
      'toHaveCpuBelow',
      () => expect(result).toHaveCpuBelow('160%'),
      () => expect(result).toHaveCpuBelow(0.8),
      'a shop: CPU of the server was 150 %, expected below 80 %',
    ],
    [
      'toHaveMemoryGrowthBelow',
      () => expect(result).toHaveMemoryGrowthBelow('5%', { of: 'generator' }),
      () => expect(result).toHaveMemoryGrowthBelow('5%'),
      'a shop: memory growth of the server was 53.',
    ],
    [
      'toHaveStableMemory',
      () => expect(result).toHaveStableMemory({ of: 'generator' }),
      () => expect(result).toHaveStableMemory(),
      'a shop: memory of the server grew steadily from',
    ],
    [
      'toIncrease',
      () => expect(result.resources.metric('jobs_total')).toIncrease(),
      () => expect(result.resources.metric('errors_total')).toIncrease(),
      'errors_total: did not rise above 0, expected an increase (61 readings)',
    ],
  ])('%s passes, or fails with a sentence', (_, pass, fail, sentence) => {
    pass()
    expect(fail).toThrow(sentence)
  })

  it.each<[string, () => void, string]>([
    [
      'a share above 100 %',
      () => expect(result).toStayWithin(10),
      "Expected `share` to be a share from 0 to 1, such as '1%', got 10",
    ],
    [
      'an unknown metric',
      () => expect(result).toStayWithin('1%', { metric: 'p42' as 'p50' }),
      "Expected `options.metric` to be one of 'p50', 'p90', 'p95', 'p99', 'p999', 'mean', 'throughput', got 'p42'",
    ],
    ['an uptime above 100 %', () => expect(result).toHaveUptimeAbove('100%'), 'because nothing is above it'],
    ['a growth below 0 %', () => expect(result).toHaveMemoryGrowthBelow('0%'), 'because nothing is below it'],
    [
      'more than the whole system',
      () => expect(result).toHaveCpuBelow('200%', { of: 'system' }),
      "Expected `limit` to be at most 100 %, which is all cores of the system, got '200%'",
    ],
    [
      'an unknown owner',
      () => expect(result).toHaveStableMemory({ of: 'gpu' as 'server' }),
      "Expected `options.of` to be one of 'server', 'system', 'generator', got 'gpu'",
    ],
    [
      'a result where a series is wanted',
      () => expect(result).toIncrease(),
      "expect(…).toIncrease() takes a series such as result.resources.metric('…'), got an object with",
    ],
  ])('refuses %s', (_, assert, problem) => {
    expect(assert).toThrow(problem)
  })
})
