import { describe, expect, it } from 'vitest'
import type { Interval } from '../metrics/interval.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import { sample } from '../metrics/samples.fixture.ts'
import { type AbortLimits, glanceAt, reasonToAbort } from './abort-condition.ts'

const nothing: AbortLimits = {
  errorRate: undefined,
  p50: undefined,
  p90: undefined,
  p95: undefined,
  p99: undefined,
  mean: undefined,
  throughput: undefined,
}

interface Second {
  readonly succeeded?: number
  readonly failed?: number
  readonly timeouts?: number
  readonly interrupted?: number
  readonly latency?: number
  readonly scenario?: string
}

/** Intervals of a second each, in which so much ended. */
function intervals(seconds: readonly Second[]): readonly Interval[] {
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 100_000 }] })
  for (const [
    index,
    { succeeded = 0, failed = 0, timeouts = 0, interrupted = 0, latency = 10, scenario = 's' },
  ] of seconds.entries()) {
    const end = index * 1000 + 500
    const scope = recorder.scope(scenario, end)
    const add = (count: number, more: Parameters<typeof sample>[0]): void => {
      for (let n = 0; n < count; n += 1) scope.request(sample({ ...more, endpoint: `GET /${n % 3}` }))
    }
    add(succeeded, { end, latency })
    add(failed, { end, latency: 1, outcome: 'failed', failure: { category: 'http-5xx', message: '503' } })
    add(timeouts, { end, latency: 5000, outcome: 'failed', failure: { category: 'timeout', message: 'no response' } })
    add(interrupted, { end, latency: 9000, outcome: 'interrupted' })
  }
  return recorder.finish(seconds.length * 1000)
}

function reason(limits: Partial<AbortLimits>, seconds: readonly Second[]): string | undefined {
  const conditions = { limits: { ...nothing, ...limits }, after: 0, window: 10_000 }
  return reasonToAbort(
    conditions,
    intervals(seconds).map((interval) => glanceAt(interval, conditions)),
  )
}

describe('a run is aborted where', () => {
  it.each<[string, Partial<AbortLimits>, Second[], string]>([
    ['too much fails', { errorRate: 0.2 }, [{ succeeded: 66, failed: 34 }], 'error rate was 34 % in the last 1 s, above 20 %'],
    [
      'too much times out',
      { errorRate: 0.2 },
      [{ succeeded: 5 }, { timeouts: 5 }],
      'error rate was 50 % in the last 2 s, above 20 %',
    ],
    [
      'it is a little above',
      { errorRate: 0.2 },
      [{ succeeded: 79_999, failed: 20_001 }],
      'error rate was 20.001 % in the last 1 s, above 20 %',
    ],
    [
      'half are slow',
      { p50: 100 },
      [{ succeeded: 40 }, { succeeded: 60, latency: 400 }],
      'p50 was 400 ms in the last 2 s, above 100 ms',
    ],
    [
      'a tenth is slow',
      { p90: 100 },
      [{ succeeded: 80 }, { succeeded: 20, latency: 400 }],
      'p90 was 400 ms in the last 2 s, above 100 ms',
    ],
    [
      'a twentieth is slow',
      { p95: 100 },
      [{ succeeded: 90 }, { succeeded: 10, latency: 400 }],
      'p95 was 400 ms in the last 2 s, above 100 ms',
    ],
    [
      'a hundredth is slow',
      { p99: 100 },
      [{ succeeded: 98 }, { succeeded: 2, latency: 400 }],
      'p99 was 400 ms in the last 2 s, above 100 ms',
    ],
    ['some time out', { p95: 2000 }, [{ succeeded: 90, timeouts: 10 }], 'p95 was 5 s in the last 1 s, above 2 s'],
    [
      'it is slow on average',
      { mean: 100 },
      [{ succeeded: 50 }, { succeeded: 50, latency: 400 }],
      'mean latency was 205 ms in the last 2 s, above 100 ms',
    ],
    [
      'little succeeds',
      { throughput: 50 },
      [{ succeeded: 20 }, { succeeded: 40, failed: 100 }],
      'throughput was 30/s in the last 2 s, below 50/s',
    ],
    ['nothing ends', { throughput: 50, errorRate: 0 }, [{}, {}], 'throughput was 0/s in the last 2 s, below 50/s'],
    [
      'several limits are broken, the first of them',
      { p95: 100, errorRate: 0.2 },
      [{ failed: 50, succeeded: 50, latency: 400 }],
      'error rate was 50 % in the last 1 s, above 20 %',
    ],
  ])('%s', (_, limits, seconds, message) => {
    expect(reason(limits, seconds)).toBe(`${message} (\`abortWhen\`)`)
  })
})

describe('a run goes on where', () => {
  it.each<[string, Partial<AbortLimits>, Second[]]>([
    ['nothing was measured', { errorRate: 0.2, throughput: 1 }, []],
    ['just so much fails', { errorRate: 0.2 }, [{ succeeded: 80, failed: 20 }]],
    ['fewer than 10 requests ended', { errorRate: 0.2, p50: 1 }, [{ failed: 4 }, { failed: 5, interrupted: 100 }]],
    ['what fails is fast', { p50: 100 }, [{ succeeded: 1, failed: 99 }]],
    ['requests were cut', { p50: 100, errorRate: 0.1 }, [{ succeeded: 10, interrupted: 90 }]],
    ['just enough succeeds', { throughput: 50 }, [{ succeeded: 50 }]],
    ['only start and stop fail', { errorRate: 0.2 }, [{ failed: 50, scenario: START_SCENARIO }]],
    ['nothing is asked for', {}, [{ failed: 100 }]],
  ])('%s', (_, limits, seconds) => {
    expect(reason(limits, seconds)).toBeUndefined()
  })
})

describe('a glance', () => {
  it('adds up latencies only where they are asked for', () => {
    const [second] = intervals([{ succeeded: 10 }]) as [Interval]
    const window = { after: 0, window: 10_000 }
    expect(glanceAt(second, { limits: { ...nothing, errorRate: 0.5 }, ...window }).latency).toBeUndefined()
    expect(glanceAt(second, { limits: { ...nothing, mean: 5 }, ...window }).latency?.count).toBe(10)
  })

  it('at what came late is of a time that was seen before', () => {
    const conditions = { limits: { ...nothing, throughput: 100 }, after: 0, window: 10_000 }
    const [second] = intervals([{ succeeded: 30 }]) as [Interval]
    const glances = [glanceAt(second, conditions), glanceAt(second, conditions)]
    expect(reasonToAbort(conditions, glances)).toBe('throughput was 60/s in the last 1 s, below 100/s (`abortWhen`)')
  })
})
