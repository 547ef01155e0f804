import { describe, expect, it } from 'vitest'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import { sample } from '../metrics/samples.fixture.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { progressOf } from './progress.ts'

const stages = [
  { name: 'calm', start: 0, end: 1500 },
  { name: 'peak', start: 1500, end: 4000 },
]
const planOf = (planned: number | undefined): Parameters<typeof progressOf>[0] => ({
  name: 'a load',
  model: 'closed',
  profile: constantVus(1, '4s'),
  parts: [{ stages, planned } as never],
})
const plan = planOf(4000)

/** A recorder that closed what was over by then. */
function recorded(until: number): LoggingRecorder {
  const recorder = new LoggingRecorder({ stages })
  for (let end = 0; end < until; end += 100)
    recorder.scope('s', end).request(sample({ end, latency: 1 + Math.floor(end / 500) * 10 }))
  recorder.scope('s', 0).request(sample({ end: 50, outcome: 'failed' }))
  recorder.scope(START_SCENARIO, 0).request(sample({ end: 60 }))
  for (const _ of recorder.tidy(until));
  return recorder
}

describe('the phase', () => {
  it.each([
    [-1, 'warm-up'],
    [0, 'running'],
    [3999, 'running'],
    [4000, 'stopping'],
    [60_000, 'stopping'],
  ])('at %d ms of 4 s is %s', (now, phase) => {
    expect(progressOf(plan, recorded(0), now, 3).phase).toBe(phase)
  })

  it('is never over where iterations are counted', () => {
    const progress = progressOf(planOf(undefined), recorded(0), 1e9, 3)
    expect(progress).toMatchObject({ phase: 'running', planned: undefined })
  })
})

describe('the stage', () => {
  it('of scenarios side by side is that of all that are going on', () => {
    const parts = [
      { script: { name: 'browse' }, stages, planned: 4000 },
      { script: { name: 'buy' }, stages: [{ name: 'rush', start: 0, end: 2000 }], planned: 2000 },
    ]
    const together = { name: 'both', model: 'closed', profile: { kind: 'together', profiles: {} }, parts } as never
    const progress = [500, 1700, 3000].map((now) => progressOf(together, recorded(0), now, 3))
    expect(progress.map(({ stage, phase, planned }) => [stage, phase, planned])).toEqual([
      ['calm, rush', 'running', 4000],
      ['peak, rush', 'running', 4000],
      ['peak', 'running', 4000],
    ])
  })
})

describe('the figures', () => {
  it('are where the run is, and what was counted until now', () => {
    expect(progressOf(plan, recorded(3000), 3000, 7)).toMatchObject({
      elapsed: 3000,
      planned: 4000,
      stage: 'peak',
      vus: 7,
      requests: 31,
      failed: 1,
    })
  })

  it('of the moment are those of the interval that was closed last', () => {
    const { throughput, p95 } = progressOf(plan, recorded(3000), 3000, 7)
    expect(throughput).toBe(10)
    expect(p95).toBeCloseTo(51, 0)
  })

  it('of the moment are per second, also of an interval that stages cut', () => {
    expect(progressOf(plan, recorded(1500), 1500, 7)).toMatchObject({ throughput: 10, stage: 'peak' })
  })

  it('of the moment are nothing before the first interval is closed', () => {
    expect(progressOf(plan, recorded(0), 500, 7)).toMatchObject({ throughput: 0, p95: undefined, requests: 0, failed: 0 })
  })

  it('of the moment have no percentile where nothing succeeded', () => {
    const recorder = new LoggingRecorder({ stages })
    recorder.scope('s', 0).request(sample({ end: 50, outcome: 'failed' }))
    for (const _ of recorder.tidy(1000));
    expect(progressOf(plan, recorder, 1000, 7)).toMatchObject({ throughput: 0, p95: undefined, failed: 1 })
  })

  it('of the moment come with what a time line shows of it', () => {
    const recorder = new LoggingRecorder({ stages })
    recorder.setVus(7, 0)
    recorder.scope('s', 0).request(sample({ end: 50, latency: 20 }))
    const failure = { category: 'timeout', message: 'no response', detail: '' } as const
    recorder.scope('s', 0).request(sample({ end: 60, latency: 40, outcome: 'failed', failure }))
    for (const _ of recorder.tidy(1000));
    const { latest, run } = progressOf(plan, recorder, 1000, 7)
    expect(latest).toMatchObject({ start: 0, end: 1000, vus: 7, succeeded: 1, failed: 1, errors: { timeout: 1 } })
    expect(latest?.latency).toMatchObject({ count: 2, min: 20_000, max: 40_000 })
    expect(run).toEqual({ name: 'a load', model: 'closed', profile: plan.profile, stages })
  })
})
