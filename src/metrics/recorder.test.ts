import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { type Interval, requestDistributions } from './interval.ts'
import { createResult } from './load-result.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import { mergeIntervals } from './merge.ts'
import { type RequestSample, START_SCENARIO } from './sample.ts'
import { facts, sample } from './samples.fixture.ts'

const oneStage = [{ name: '', start: 0, end: 10_000 }]
const twoStages = [
  { name: 'calm', start: 0, end: 1500 },
  { name: 'spike', start: 1500, end: 4000 },
]

function measure(recorder: LoggingRecorder, end: number, stages = oneStage): ReturnType<typeof createResult> {
  return createResult(facts({ duration: end, stages }), recorder.finish(end))
}

/** What intervals take as the recorder reckons it, for series of requests alone. */
function sizeOf(intervals: readonly Interval[]): number {
  let bytes = 0
  for (const series of intervals.flatMap((interval) => interval.requests)) {
    bytes += 120 + (series.perSecond?.length ?? 0) * 5
    for (const name of requestDistributions) bytes += series[name] === undefined ? 0 : 60 + series[name].cells.length
  }
  return bytes
}

describe('intervals', () => {
  it('lie on whole seconds, are cut where stages meet, and exist when empty', () => {
    const recorder = new LoggingRecorder({ stages: twoStages })
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
    const recorder = new LoggingRecorder({ stages: twoStages })
    recorder.scope('s', 1400).request(sample({ end: 2100, latency: 700 }))
    recorder.scope('s', 1600).request(sample({ end: 2100, latency: 500 }))
    const result = measure(recorder, 4000, twoStages)
    expect(result.stage('calm').latency.max).toBe(700)
    expect(result.stage('spike').latency.max).toBe(500)
    expect(result.between(2000, 3000).requests.succeeded).toBe(2)
    expect(result.between(0, 2000).requests.total).toBe(0)
  })

  it('count a sample that ends after its stage, but not in the throughput of the stage', () => {
    const recorder = new LoggingRecorder({ stages: twoStages })
    recorder.scope('s', 1400).request(sample({ end: 1450 }))
    recorder.scope('s', 1400).request(sample({ end: 2100 }))
    const calm = measure(recorder, 4000, twoStages).stage('calm')
    expect(calm.requests.succeeded).toBe(2)
    expect(calm.throughput.mean).toBeCloseTo(1 / 1.5)
  })

  it('leave out what was due in the warm-up, even if it ended later', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope('s', -5).request(sample({ end: 300, outcome: 'failed' }))
    recorder.scope('s', 5).request(sample({ end: 300 }))
    expect(measure(recorder, 10_000).requests).toEqual({ total: 1, succeeded: 1, failed: 0, interrupted: 0 })
    expect(recorder.warmUp).toMatchObject({ requests: 1, failed: 1 })
  })

  it('keep a sample that ends in the last moment', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 10_000 }))
    expect(measure(recorder, 10_000).requests.total).toBe(1)
  })

  it('take samples that come late, or in any order, without losing one', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
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
        const parts = [0, 1, 2].map(() => new LoggingRecorder({ stages: twoStages }))
        const whole = new LoggingRecorder({ stages: twoStages })
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
    const short = new LoggingRecorder({ stages, limits: { intervals: 20, bytes: 1e9 } })
    const long = new LoggingRecorder({ stages })
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

  it('of half an hour with ten endpoints at a hundred a second each is within its limits, and loses no count', {
    timeout: 120_000,
  }, () => {
    const long = 1_800_000
    const soak = [{ name: '', start: 0, end: long }]
    const recorder = new LoggingRecorder({ stages: soak })
    const random = createRandom(1)
    const names = Array.from({ length: 10 }, (_, index) => `GET /endpoint/${index}`)
    let most = 0
    for (let end = 0; end < long; end += 10) {
      const scope = recorder.scope('soak', end)
      for (const endpoint of names) {
        const latency = 5 * Math.exp(2 * (random.next() + random.next() - 1))
        scope.request(sample({ end, endpoint, latency, serviceTime: latency * 0.98, ttfb: latency * 0.9 }))
      }
      if (end % 1000 === 0) for (const _ of recorder.tidy(end));
      if (end % 60_000 === 0) most = Math.max(most, sizeOf(recorder.intervals))
    }
    expect(most).toBeLessThan(16 * 1024 ** 2)
    expect(recorder.intervals.length).toBeLessThanOrEqual(1200)
    const result = measure(recorder, long, soak)
    expect(result.requests).toMatchObject({ total: 1_800_000, succeeded: 1_800_000 })
    for (const name of names) expect(result.endpoint(name).requests.total).toBe(180_000)
    expect(result.throughput).toEqual({ mean: 1000, peak: 1000 })
    expect(result.timeline.reduce((sum, { requests }) => sum + requests.total, 0)).toBe(1_800_000)
  })

  it('is bounded in bytes as well', () => {
    const recorder = new LoggingRecorder({ stages, limits: { intervals: 1e9, bytes: 10_000 } })
    for (let end = 0; end < 60_000; end += 7) {
      recorder.scope('s', end).request(sample({ end, latency: 1 + ((end * 7919) % 9000) }))
      for (const _ of recorder.tidy(end));
    }
    const result = measure(recorder, 60_000, stages)
    expect(recorder.intervals.length).toBeLessThan(61)
    expect(result.requests.total).toBe(Math.ceil(60_000 / 7))
  })

  it('stays bounded in bytes second by second, in spans of 32 s where 16 s would be too fine', () => {
    const bytes = 400_000
    const recorder = new LoggingRecorder({
      stages: [{ name: '', start: 0, end: Number.POSITIVE_INFINITY }],
      limits: { intervals: 1e9, bytes },
    })
    let most = 0
    for (let second = 0; second < 600; second += 1) {
      for (let one = 0; one < 5; one += 1) {
        recorder
          .scope('s', 0)
          .request(sample({ end: second * 1000 + one, endpoint: `GET /${(second + one * 7) % 40}`, latency: 1 + second }))
      }
      for (const _ of recorder.tidy((second + 1) * 1000));
      most = Math.max(most, sizeOf(recorder.intervals))
    }
    expect(most).toBeLessThanOrEqual(bytes)
    expect(recorder.intervals).toHaveLength(19)
    expect(measure(recorder, 600_000).requests.total).toBe(3000)
  })

  it('does not grow with the names of endpoints', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    for (let id = 0; id < 300; id += 1) recorder.scope('s', 0).request(sample({ end: id, endpoint: `GET /orders/${id}` }))
    const result = measure(recorder, 10_000)
    expect(result.endpoints).toHaveLength(201)
    expect(result.endpoint('(other)').requests.total).toBe(100)
    expect(recorder.hasTooManyEndpoints).toBe(true)
  })
})

describe('figures', () => {
  const seconds = [0, 1000, 2000]

  it('of checks and iterations are counted once, however many seconds there are', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    for (const second of seconds) {
      const scope = recorder.scope('s', second)
      scope.iterationStarted(second)
      scope.check('is shipped', second > 0, second + 100)
      scope.iterationEnded({ outcome: second === 1000 ? 'failed' : 'completed', end: second + 200, duration: 200 })
      scope.iterationStarted(second + 300)
      scope.iterationEnded({ outcome: 'interrupted', end: second + 400, duration: 100 })
      scope.iterationDropped(second + 500)
    }
    const result = measure(recorder, 10_000)
    expect(result.checks).toEqual([{ name: 'is shipped', passed: 2, failed: 1 }])
    expect(result.iterations).toEqual({ started: 6, completed: 2, failed: 1, interrupted: 3, dropped: 3 })
  })

  it('of the whole are the sum of all seconds', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    for (const second of seconds) {
      const scope = recorder.scope('s', second)
      scope.request(sample({ end: second, sent: 10, received: 700, connect: 3 }))
      scope.request(sample({ end: second + 1, sent: 10, received: 70, outcome: 'failed' }))
      scope.request(sample({ end: second + 2, sent: 1, received: 7, outcome: 'interrupted' }))
    }
    const result = measure(recorder, 10_000)
    expect(result.requests).toEqual({ total: 9, succeeded: 3, failed: 3, interrupted: 3 })
    expect(result.bytes).toEqual({ sent: 63, received: 2331 })
    const { latency, failedLatency, interruptedAge, serviceTime, ttfb, connect } = result
    const counts = [latency, failedLatency, interruptedAge, serviceTime, ttfb, connect].map(({ count }) => count)
    expect(counts).toEqual([3, 3, 3, 9, 9, 3])
  })

  it('of the duration of iterations leave out those that were cut', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    const scope = recorder.scope('s', 0)
    scope.iterationEnded({ outcome: 'completed', end: 10, duration: 10 })
    scope.iterationEnded({ outcome: 'failed', end: 20, duration: 20 })
    scope.iterationEnded({ outcome: 'interrupted', end: 9000, duration: 9000 })
    expect(measure(recorder, 10_000).iterationDuration).toMatchObject({ count: 2, max: 20 })
  })

  it('know when the last iteration ended, in whatever order they end', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    const scope = recorder.scope('s', 0)
    for (const end of [100, 2500, 700]) scope.iterationEnded({ outcome: 'completed', end, duration: 1 })
    scope.request(sample({ end: 4000 }))
    expect(recorder.lastEndOf('s')).toBe(2500)
  })

  it('keep what ends after the end, in intervals up to the last of them', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 12_300 }))
    recorder.scope('s', 0).request(sample({ end: 11_000 }))
    recorder.scope('s', 0).iterationEnded({ outcome: 'completed', end: 12_400, duration: 1 })
    const result = measure(recorder, 10_000)
    expect(result.requests.total).toBe(2)
    expect(result.iterations.completed).toBe(1)
    expect(recorder.intervals.at(-1)).toMatchObject({ start: 12_000, end: 12_400 })
  })
})

describe('a request that ends after the end', () => {
  it('is kept, even if no iteration ends after it', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 12_300 }))
    expect(measure(recorder, 10_000).requests.total).toBe(1)
    expect(recorder.intervals.at(-1)).toMatchObject({ start: 12_000, end: 12_300 })
  })
})

describe('counts while it runs', () => {
  /** Closes what is over by then. */
  function tidy(recorder: LoggingRecorder, until: number): LoggingRecorder['counts'] {
    for (const _ of recorder.tidy(until));
    return recorder.counts
  }

  it('hold the requests of closed intervals', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    const scope = recorder.scope('s', 0)
    scope.request(sample({ end: 100 }))
    scope.request(sample({ end: 200, outcome: 'failed' }))
    scope.request(sample({ end: 300, outcome: 'interrupted' }))
    scope.request(sample({ end: 1300 }))
    expect(tidy(recorder, 1000)).toEqual({ requests: 3, failed: 1 })
    expect(tidy(recorder, 2000)).toEqual({ requests: 4, failed: 1 })
  })

  it('leave out what start and stop send', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope(START_SCENARIO, 0).request(sample({ end: 100, outcome: 'failed' }))
    recorder.scope('s', 0).request(sample({ end: 100 }))
    expect(tidy(recorder, 1000)).toEqual({ requests: 1, failed: 0 })
  })

  it('hold a sample that came late', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 100 }))
    tidy(recorder, 3000)
    recorder.scope('s', 0).request(sample({ end: 500, outcome: 'failed' }))
    expect(tidy(recorder, 4000)).toEqual({ requests: 2, failed: 1 })
  })

  it('are of one interval where the last one is asked for, also when it was merged with others', () => {
    const recorder = new LoggingRecorder({ stages: oneStage, limits: { intervals: 2, bytes: 1e9 } })
    for (let end = 0; end < 9000; end += 1000) recorder.scope('s', 0).request(sample({ end }))
    tidy(recorder, 9000)
    expect(recorder.latest).toMatchObject({ start: 8000, end: 9000, requests: [{ succeeded: 1 }] })
    expect(recorder.intervals.length).toBeLessThanOrEqual(2)
  })
})

describe('failures', () => {
  const failure = { category: 'http-5xx', message: 'status 500', detail: 'oops' } as const

  it('count into the failed latency, so that failing fast never looks fast', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder.scope('s', 0).request(sample({ end: 1, outcome: 'failed', latency: 5, failure }))
    const result = measure(recorder, 10_000)
    expect(result.latency.count).toBe(0)
    expect(result.failedLatency).toMatchObject({ count: 1, max: 5 })
  })

  it('count into the latency where they are time-outs, so that swallowing requests cannot hide', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    recorder
      .scope('s', 0)
      .request(sample({ end: 1, outcome: 'failed', latency: 30_000, failure: { category: 'timeout', message: 'no response' } }))
    expect(measure(recorder, 10_000).latency.max).toBe(30_000)
  })

  it('are grouped, with the first five examples', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
    for (let end = 0; end < 9000; end += 1000) {
      recorder.scope('s', 0).request(sample({ end, outcome: 'failed', failure: { ...failure, detail: `at ${end}` } }))
    }
    const [group, ...others] = measure(recorder, 10_000).errors
    expect(others).toEqual([])
    expect(group).toMatchObject({ category: 'http-5xx', message: 'status 500', endpoint: 'GET /health', count: 9 })
    expect(group?.examples.map((example) => example.detail)).toEqual(['at 0', 'at 1000', 'at 2000', 'at 3000', 'at 4000'])
  })

  it('are told apart a hundred times, then counted by category', () => {
    const recorder = new LoggingRecorder({ stages: oneStage })
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
