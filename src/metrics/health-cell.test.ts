import { describe, expect, it } from 'vitest'
import type { UsageSample } from './health-cell.ts'
import { createResult } from './load-result.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import type { LoadResult } from './result.ts'
import { facts } from './samples.fixture.ts'

const usage = (given: Partial<UsageSample>): UsageSample => ({
  start: 0,
  end: 1000,
  busy: 0,
  cpu: { total: 0, busy: 0, steal: 0 },
  throttled: 0,
  ...given,
})

/** A run of 10 s whose second half is a stage of its own. */
function measured(record: (recorder: LoggingRecorder) => void): LoadResult {
  const stages = [
    { name: 'calm', start: 0, end: 5000 },
    { name: 'rush', start: 5000, end: 10_000 },
  ]
  const recorder = new LoggingRecorder({ stages })
  record(recorder)
  return createResult(facts({ stages }), recorder.finish(10_000))
}

describe('the health of a generator', () => {
  it('is that of a slice’s own seconds', () => {
    const result = measured(({ health }) => {
      for (let second = 0; second < 10; second += 1) {
        const start = second * 1000
        health.usage(usage({ start, end: start + 1000, busy: second < 5 ? 100 : 900 }))
        health.loopDelay(start + 500, second < 5 ? 1 : 50)
      }
      health.pause(6000, 30)
      health.pause(6500, 20)
    })
    expect(result.health.busy).toBeCloseTo(0.5)
    expect(result.stage('calm').health).toMatchObject({ busy: 0.1, loopDelay: { count: 5, max: 1 }, gc: { count: 0 } })
    expect(result.stage('rush').health).toMatchObject({
      busy: 0.9,
      loopDelay: { count: 5, max: 50 },
      gc: { count: 2, total: 50, longest: 30 },
    })
    expect(result.between('0s', '1s').health.busy).toBeCloseTo(0.1)
  })

  it('is shared out among the seconds that a time touches', () => {
    const result = measured(({ health }) => {
      const cpu = { total: 8000, busy: 4000, steal: 800 }
      health.usage(usage({ start: 3000, end: 7000, busy: 2000, cpu, throttled: 400 }))
    })
    for (const slice of [result, result.stage('calm'), result.between('6s', '7s')]) {
      expect(slice.health).toMatchObject({ busy: 0.5, cpu: { machine: 0.5, steal: 0.1, throttled: 0.1 } })
    }
    expect(result.between('0s', '3s').health.busy).toBeUndefined()
  })

  it('leaves the warm-up out', () => {
    const result = measured(({ health }) => {
      health.usage(usage({ start: -1000, end: 1000, busy: 1000 }))
      health.loopDelay(-1, 500)
      health.pause(-1, 500)
    })
    expect(result.health).toMatchObject({ busy: 0.5, loopDelay: { count: 0 }, gc: { count: 0 } })
  })

  it('comes late without being lost', () => {
    const result = measured((recorder) => {
      for (const _ of recorder.tidy(3000));
      recorder.health.usage(usage({ start: 0, end: 1000, busy: 700 }))
      recorder.health.loopDelay(1500, 7)
    })
    expect(result.between('0s', '1s').health.busy).toBeCloseTo(0.7)
    expect(result.between('1s', '2s').health.loopDelay.max).toBe(7)
  })

  it('is unknown where nobody watched', () => {
    const { health } = measured(() => {})
    expect(health).toMatchObject({
      busy: undefined,
      loopDelay: { count: 0 },
      cpu: { machine: undefined, steal: undefined, throttled: undefined },
      thinkTimeLate: undefined,
    })
  })
})

describe('the starts of iterations', () => {
  it('are told with their lag, also of a slice by endpoint', () => {
    const result = measured((recorder) => {
      const scope = recorder.scope('shopper', 100)
      scope.iterationStarted(103, 3)
      scope.iterationDropped(200)
      scope.request({ ...request, end: 110 })
    })
    for (const slice of [result, result.endpoint('GET /health'), result.scenario('shopper')]) {
      expect(slice.health).toMatchObject({ starts: { offered: 2, achieved: 1 }, scheduleLag: { count: 1, max: 3 } })
    }
    expect(result.stage('rush').health.starts).toEqual({ offered: 0, achieved: 0 })
  })

  it('have no lag where nothing was due', () => {
    const result = measured((recorder) => recorder.scope('shopper', 100).iterationStarted(100))
    expect(result.health.scheduleLag.count).toBe(0)
  })
})

describe('think times', () => {
  it('are late by a share of the cycle', () => {
    const result = measured((recorder) => {
      const scope = recorder.scope('shopper', 0)
      scope.iterationEnded({ outcome: 'completed', end: 10, duration: 10 })
      scope.thinkTimeEnded({ end: 105, cycle: 100, late: 5 })
      recorder.scope('without', 0).iterationEnded({ outcome: 'completed', end: 900, duration: 900 })
    })
    expect(result.health.thinkTimeLate).toBeCloseTo(0.05)
  })
})

const request = {
  endpoint: 'GET /health',
  outcome: 'succeeded',
  latency: 10,
  serviceTime: 9,
  ttfb: 8,
  connect: undefined,
  sent: 1,
  received: 1,
  failure: undefined,
} as const
