import { expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { shopResult } from './result.fixture.ts'
import { stageSpans, timelineColumns } from './timeline.ts'

it('has a value for every moment in every column', () => {
  const { errors, end, ...columns } = timelineColumns(shopResult())
  for (const column of [...Object.values(columns), ...Object.values(errors)]) expect(column).toHaveLength(columns.at.length)
  expect(Object.keys(errors).toSorted()).toEqual(['http-5xx', 'timeout'])
})

it('leaves out what ended within milliseconds after the run, but not what took longer', () => {
  const columnsOf = (lastEnd: number): unknown => {
    const recorder = new LoggingRecorder({ stages: facts().stages })
    for (const end of [500, 1500, lastEnd]) recorder.scope('a scenario', 0).request(sample({ end }))
    const { at, end } = timelineColumns(createResult(facts({ duration: 2000 }), recorder.finish(lastEnd + 1)))
    return { at, end }
  }
  expect(columnsOf(2040)).toEqual({ at: [0, 1000], end: 2000 })
  expect(columnsOf(2900)).toEqual({ at: [0, 1000, 2000], end: 2901 })
})

it('has no percentile where nothing ended', () => {
  const recorder = new LoggingRecorder({ stages: facts().stages })
  recorder.scope('a scenario', 0).request(sample({ end: 1500, latency: 12 }))
  const { p95, throughput } = timelineColumns(createResult(facts({ duration: 3000 }), recorder.finish(3000)))
  expect(p95).toEqual([null, 12, null])
  expect(throughput).toEqual([0, 1, 0])
})

it('follows the planned rate of arrivals', () => {
  const stages = [
    { name: 'warm', from: 0, target: 10, duration: 2000 },
    { name: 'peak', from: 40, target: 40, duration: 2000 },
  ]
  const spans = [
    { name: 'warm', start: 0, end: 2000 },
    { name: 'peak', start: 2000, end: 4000 },
  ]
  const profile = { kind: 'ramping-rate', startRate: 0, stages, arrivals: 'uniform', vus: 1, maxVus: 1 } as const
  const recorder = new LoggingRecorder({ stages: spans })
  const result = createResult(facts({ profile, stages: spans, duration: 4000, model: 'open' }), recorder.finish(4000))
  expect(timelineColumns(result).target).toEqual([2.5, 7.5, 40, 40])
  expect(timelineColumns(shopResult()).target).toBeUndefined()
})

it('finds the spans of stages, and none where there are none', () => {
  expect(stageSpans(shopResult())).toEqual([
    { name: 'warm', start: 0, end: 10_000 },
    { name: 'peak', start: 10_000, end: 40_000 },
    { name: 'recovery', start: 40_000, end: 60_000 },
  ])
  expect(stageSpans(createResult(facts(), new LoggingRecorder({ stages: facts().stages }).finish(10_000)))).toEqual([])
})
