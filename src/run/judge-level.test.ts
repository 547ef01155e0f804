import { describe, expect, it } from 'vitest'
import { fakeMeasurement, fakeSummary, repeat } from '../verdict/measurement.fixture.ts'
import type { CapacityObjective } from './capacity-options.ts'
import { type EndedLevel, judgeLevel } from './judge-level.ts'

const objective: CapacityObjective = {
  limits: { p95: 100, errorRate: 0.1 },
  errorRate: 0.1,
  percentiles: [{ metric: 'p95', share: 0.05, limit: 100 }],
  latency: 100,
}

const seconds = (latencies: readonly number[]): EndedLevel['seconds'] =>
  latencies.map((meanLatency, index) => ({ end: (index + 1) * 1000, meanLatency, inFlight: 1 }))

/** A level that was held, but for what is said. */
const level = (given: Partial<EndedLevel> = {}): EndedLevel => ({
  result: fakeMeasurement({ latency: repeat(50, 500) }),
  seconds: seconds([50, 50, 50, 50, 50]),
  stop: undefined,
  rate: 100,
  ...given,
})

const late = { scheduleLag: fakeSummary(repeat(80, 500)) }
const stop = { limitedBy: 'p95', reason: 'it was hopeless' } as const

describe('a level', () => {
  it.each<[string, Partial<EndedLevel>, string, string | undefined]>([
    ['that keeps to its objective', {}, 'met', undefined],
    ['with a limit of latency that is missed', { result: fakeMeasurement({ latency: repeat(150, 500) }) }, 'missed', 'p95'],
    [
      'with errors, whatever they do to the latency',
      { result: fakeMeasurement({ latency: repeat(150, 400), errors: { 'http-5xx': 100 } }) },
      'missed',
      'errorRate',
    ],
    ['of which nothing succeeded', { result: fakeMeasurement({ errors: { 'http-5xx': 100 } }) }, 'missed', 'errorRate'],
    [
      'whose users were all waiting',
      { result: fakeMeasurement({ latency: repeat(50, 500), iterations: { started: 500, dropped: 9 } }) },
      'missed',
      'dropped',
    ],
    ['that would not have been held for longer', { seconds: seconds([30, 45, 60, 75, 90]) }, 'missed', 'growth'],
    [
      'that would not have been held for longer by a late generator',
      { seconds: seconds([30, 45, 60, 75, 90]), result: fakeMeasurement({ latency: repeat(50, 500), health: late }) },
      'generator-limited',
      'generator',
    ],
    [
      'that a late generator made slow',
      { result: fakeMeasurement({ latency: repeat(150, 500), health: late }) },
      'generator-limited',
      'generator',
    ],
    [
      'that a late generator did not make slow',
      { result: fakeMeasurement({ latency: repeat(400, 500), health: late }) },
      'missed',
      'p95',
    ],
    ['that was stopped', { stop }, 'missed', 'p95'],
    [
      'that was stopped for what a late generator may have made',
      { stop, result: fakeMeasurement({ latency: repeat(150, 500), health: late }) },
      'generator-limited',
      'generator',
    ],
    [
      'that was stopped for what no generator makes',
      { stop, result: fakeMeasurement({ latency: repeat(400, 500), health: late }) },
      'missed',
      'p95',
    ],
  ])('%s', (_, given, verdict, limitedBy) => {
    expect(judgeLevel(level(given), objective)).toMatchObject({ verdict, limitedBy })
  })
})
