import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createResult } from './load-result.ts'
import { mergeIntervals } from './merge.ts'
import { Recorder } from './recorder.ts'
import type { RequestSample } from './sample.ts'
import { facts, sample } from './samples.fixture.ts'

const oneStage = [{ name: '', start: 0, end: 10_000 }]
const twoStages = [
  { name: 'calm', start: 0, end: 1500 },
  { name: 'spike', start: 1500, end: 4000 },
]

function measure(recorder: Recorder, end: number, stages = oneStage): ReturnType<typeof createResult> {
  return createResult(facts({ duration: end, stages }), recorder.finish(end))
}

describe('intervals', () => {
  it('lie on whole seconds, are cut where stages meet, and exist when empty', () => {
    const recorder = new Recorder({ stages: twoStages })
    recorder.scope('s', 0).request(sample({ end: 3200 }))
    expect(recorder.finish(4000).map(({ start, end }) => [start, end])).toEqual([
      [0, 1000],
      [1000, 1500],
      [1500, 2000],
      [2000, 3000],
      [3000, 4000],
    ])
  })

  it('hold a sample in the second in which it ended, under the stage in which its iteration was due', () => {
    const recorder = new Recorder({ stages: twoStages })
    recorder.scope('s', 1400).request(sample({ end: 2100, latency: 700 }))
    recorder.scope('s', 1600).request(sample({ end: 2100, latency: 500 }))
    const result = measure(recorder, 4000, twoStages)
    expect(result.stage('calm').latency.max).toBe(700)
    expect(result.stage('spike').latency.max).toBe(500)
    expect(result.between(2000, 3000).requests.succeeded).toBe(2)
    expect(result.between(0, 2000).requests.total).toBe(0)
  })

  it('count a sample that ends after its stage, but not in the throughput of the stage', () => {
    const recorder = new Recorder({ stages: twoStages })
    recorder.scope('s', 1400).request(sample({ end: 1450 }))
    recorder.scope('s', 1400).request(sample({ end: 2100 }))
    const calm = measure(recorder, 4000, twoStages).stage('calm')
    expect(calm.requests.succeeded).toBe(2)
    expect(calm.throughput.mean).toBeCloseTo(1 / 1.5)
  })

  it('leave out what was due in the warm-up, even if it ended later', () => {
    const recorder = new Recorder({ stages: oneStage })
    recorder.scope('s', -5).request(sample({ end: 300, outcome: 'failed' }))
    recorder.scope('s', 5).request(sample({ end: 300 }))
    expect(measure(recorder, 10_000).requests).toEqual({ total: 1, succeeded: 1, failed: 0, interrupted: 0 })
    expect(recorder.warmUp).toMatchObject({ requests: 1, failed: 1 })
  })

  it('keep a sample that ends in the last moment', () => {
    const recorder = new Recorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 10_000 }))
    expect(measure(recorder, 10_000).requests.total).toBe(1)
  })

  it('take samples that come late, or in any order, without losing one', () => {
    const recorder = new Recorder({ stages: oneStage })
    const scope = recorder.scope('s', 0)
    scope.request(sample({ end: 2500 }))
    scope.request(sample({ end: 500 }))
    for (const _ of recorder.tidy(4000));
    scope.request(sample({ end: 700 }))
    scope.request(sample({ end: 4500 }))
    const result = measure(recorder, 10_000)
    expect(result.requests.total).toBe(4)
    expect(result.between(0, 1000).requests.total).toBe(2)
  })

  it('add up to what one recorder says, however samples are shared among recorders', () => {
    const samples = fc.array(
      fc.record({
        part: fc.nat(2),
        due: fc.nat(3999),
        age: fc.nat(3000),
        endpoint: fc.constantFrom('a', 'b'),
        outcome: fc.constantFrom('succeeded', 'failed', 'interrupted'),
        latency: fc.integer({ min: 1, max: 60_000 }),
      }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(samples, (given) => {
        const parts = [0, 1, 2].map(() => new Recorder({ stages: twoStages }))
        const whole = new Recorder({ stages: twoStages })
        for (const { part, due, age, endpoint, outcome, latency } of given) {
          const one: RequestSample = sample({ end: due + age, endpoint, outcome, latency })
          parts[part]?.scope('s', due).request(one)
          whole.scope('s', due).request(one)
        }
        const intervals = parts.flatMap((part) => part.finish(7000))
        const shared = whole.finish(7000).map((_, index) => {
          const ofOneTime = parts.flatMap((part) => part.intervals[index] ?? [])
          return mergeIntervals(ofOneTime as [(typeof ofOneTime)[number]])
        })
        const about = facts({ duration: 4000, stages: twoStages })
        const expected = createResult(about, whole.intervals)
        for (const result of [createResult(about, shared), createResult(about, intervals)]) {
          for (const slice of ['stage', 'endpoint'] as const) {
            for (const name of expected[`${slice}s`]) expect(result[slice](name)).toEqual(expected[slice](name))
          }
          expect(result.latency).toEqual(expected.latency)
          expect(result.requests).toEqual(expected.requests)
          expect(result.throughput).toEqual(expected.throughput)
        }
      }),
    )
  })
})

describe('the size of a long run', () => {
  const stages = [
    { name: 'a', start: 0, end: 10_500 },
    { name: 'b', start: 10_500, end: 60_000 },
  ]

  it('is bounded by merging neighbours of one stage, and loses no count and no second', () => {
    const short = new Recorder({ stages, limits: { intervals: 20, bytes: 1e9 } })
    const long = new Recorder({ stages })
    for (let end = 0; end < 60_000; end += 70) {
      for (const recorder of [short, long]) {
        recorder.scope('s', end).request(sample({ end, latency: 1 + (end % 900) }))
        for (const _ of recorder.tidy(end));
      }
    }
    const [merged, plain] = [short, long].map((recorder) => measure(recorder, 60_000, stages))
    expect(short.intervals.length).toBeLessThanOrEqual(20)
    expect(long.intervals.length).toBe(61)
    expect(short.intervals.some(({ start, end }) => start < 10_500 && end > 10_500)).toBe(false)
    for (const name of ['a', 'b']) expect(merged?.stage(name)).toEqual(plain?.stage(name))
    expect(merged?.throughput).toEqual(plain?.throughput)
  })

  it('is bounded in bytes as well', () => {
    const recorder = new Recorder({ stages, limits: { intervals: 1e9, bytes: 10_000 } })
    for (let end = 0; end < 60_000; end += 7) {
      recorder.scope('s', end).request(sample({ end, latency: 1 + ((end * 7919) % 9000) }))
      for (const _ of recorder.tidy(end));
    }
    const result = measure(recorder, 60_000, stages)
    expect(recorder.intervals.length).toBeLessThan(61)
    expect(result.requests.total).toBe(Math.ceil(60_000 / 7))
  })

  it('does not grow with the names of endpoints', () => {
    const recorder = new Recorder({ stages: oneStage })
    for (let id = 0; id < 300; id += 1) recorder.scope('s', 0).request(sample({ end: id, endpoint: `GET /orders/${id}` }))
    const result = measure(recorder, 10_000)
    expect(result.endpoints).toHaveLength(201)
    expect(result.endpoint('(other)').requests.total).toBe(100)
    expect(recorder.hasTooManyEndpoints).toBe(true)
  })
})

describe('failures', () => {
  const failure = { category: 'http-5xx', message: 'status 500', detail: 'oops' } as const

  it('count into the failed latency, so that failing fast never looks fast', () => {
    const recorder = new Recorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 1, outcome: 'failed', latency: 5, failure }))
    const result = measure(recorder, 10_000)
    expect(result.latency.count).toBe(0)
    expect(result.failedLatency).toMatchObject({ count: 1, max: 5 })
  })

  it('count into the latency where they are time-outs, so that swallowing requests cannot hide', () => {
    const recorder = new Recorder({ stages: oneStage })
    recorder
      .scope('s', 0)
      .request(sample({ end: 1, outcome: 'failed', latency: 30_000, failure: { category: 'timeout', message: 'no response' } }))
    expect(measure(recorder, 10_000).latency.max).toBe(30_000)
  })

  it('are grouped, with the first five examples', () => {
    const recorder = new Recorder({ stages: oneStage })
    for (let end = 0; end < 9000; end += 1000) {
      recorder.scope('s', 0).request(sample({ end, outcome: 'failed', failure: { ...failure, detail: `at ${end}` } }))
    }
    const [group, ...others] = measure(recorder, 10_000).errors
    expect(others).toEqual([])
    expect(group).toMatchObject({ category: 'http-5xx', message: 'status 500', endpoint: 'GET /health', count: 9 })
    expect(group?.examples.map((example) => example.detail)).toEqual(['at 0', 'at 1000', 'at 2000', 'at 3000', 'at 4000'])
  })

  it('are told apart a hundred times, then counted by category', () => {
    const recorder = new Recorder({ stages: oneStage })
    for (let n = 0; n < 150; n += 1) {
      recorder
        .scope('s', 0)
        .request(sample({ end: n, outcome: 'failed', failure: { ...failure, message: `status 500 of ${n}` } }))
    }
    const { errors } = measure(recorder, 10_000)
    expect(errors).toHaveLength(101)
    expect(errors[0]).toMatchObject({ message: '(other errors)', count: 50 })
  })
})
