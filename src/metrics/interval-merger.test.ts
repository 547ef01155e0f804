import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grid } from './grid.ts'
import type { Interval, RequestSeries } from './interval.ts'
import { IntervalLog } from './interval-log.ts'
import { IntervalMerger } from './interval-merger.ts'
import type { IntervalSink } from './interval-sink.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import { cutsOf, Recorder } from './recorder.ts'
import type { Failure } from './sample.ts'
import { sample } from './samples.fixture.ts'

const stages = [
  { name: 'calm', start: 0, end: 2500 },
  { name: 'peak', start: 2500, end: 4000 },
]
const refused: Failure = { category: 'refused', message: 'connect ECONNREFUSED' }

/** A merger of so many sources, and what it handed on. */
function mergerOf(sources: number) {
  const cuts = cutsOf(stages)
  const log = new IntervalLog({ cuts })
  return { merger: new IntervalMerger(new Grid(cuts), sources, log), log }
}

/** A recorder whose intervals go to a source of a merger at once. */
function recorderOf(merger: IntervalMerger, source: number): Recorder {
  const sink: IntervalSink = {
    append(interval) {
      merger.add(source, interval)
      return []
    },
    addLate: (late) => merger.addLate(source, late),
    settle: () => [],
  }
  return new Recorder({ stages, sink })
}

function tidy(recorder: Recorder, until: number): void {
  for (const _ of recorder.tidy(until));
}

/** In an order that does not depend on which thread was first, and without what floating point leaves of the order. */
function comparable({ requests, iterations, ...interval }: Interval) {
  const keyOf = (series: { scenario: string; stage: string; endpoint?: string }): string => JSON.stringify(series)
  const rounded = (series: RequestSeries) => ({ ...series, errors: series.errors.map(({ examples: _, ...group }) => group) })
  return {
    ...interval,
    requests: requests.map(rounded).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    iterations: [...iterations].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  }
}

const samples = fc.array(
  fc.record({
    recorder: fc.nat(2),
    scenario: fc.constantFrom('browse', 'buy'),
    endpoint: fc.constantFrom('GET /a', 'GET /b'),
    due: fc.integer({ min: -500, max: 3999 }),
    took: fc.integer({ min: 0, max: 1500 }),
    outcome: fc.constantFrom('succeeded' as const, 'failed' as const, 'interrupted' as const),
  }),
  { maxLength: 60 },
)

describe('samples that are dealt to several recorders', () => {
  it('come to the intervals that one recorder makes of them, whenever each is tidied', () => {
    fc.assert(
      fc.property(samples, fc.array(fc.record({ recorder: fc.nat(2), after: fc.nat(60) })), (dealt, tidyings) => {
        const { merger, log } = mergerOf(3)
        const parts = [0, 1, 2].map((source) => recorderOf(merger, source))
        const whole = new LoggingRecorder({ stages })
        const ordered = [...dealt].sort((a, b) => a.due + a.took - (b.due + b.took))
        for (const [index, { recorder, scenario, endpoint, due, took, outcome }] of ordered.entries()) {
          const end = due + took
          for (const one of [whole, parts[recorder] as Recorder]) {
            const scope = one.scope(scenario, due)
            scope.iterationStarted(due)
            const failure = outcome === 'failed' ? refused : undefined
            scope.request(sample({ endpoint, end, latency: took, outcome, failure }))
            scope.iterationEnded({ end, duration: took, outcome: outcome === 'succeeded' ? 'completed' : outcome })
            scope.check('is fine', outcome === 'succeeded', end)
            scope.trend('tokens', took, end)
          }
          for (const { recorder: source } of tidyings.filter(({ after }) => after === index)) {
            tidy(parts[source] as Recorder, end)
            merger.pass(source, Math.floor(end / 1000) * 1000)
          }
        }
        const last = Math.max(...parts.map((part) => part.close(4000)))
        for (const source of [2, 0, 1]) merger.pass(source, Number.POSITIVE_INFINITY)
        merger.seal(new Grid(cutsOf(stages)).intervalAt(last).end)
        log.endAt(last)
        expect(log.intervals.map(comparable)).toEqual(whole.finish(last).map(comparable))
      }),
    )
  })
})

const interval = (start: number, end: number, vus = 1): Interval => ({
  start,
  end,
  vus,
  requests: [],
  iterations: [],
  health: undefined,
})

describe('an interval', () => {
  it('is handed on when all sources have passed it', () => {
    const { merger, log } = mergerOf(2)
    merger.add(0, interval(0, 1000, 3))
    merger.pass(0, 1000)
    expect(log.intervals).toEqual([])
    merger.add(1, interval(0, 1000, 2))
    merger.pass(1, 1000)
    expect(log.intervals).toEqual([interval(0, 1000, 5)])
    expect(merger.passed).toBe(1000)
  })

  it('does not wait for a source that has ended', () => {
    const { merger, log } = mergerOf(2)
    merger.pass(1, Number.POSITIVE_INFINITY)
    merger.add(0, interval(0, 1000))
    merger.pass(0, 1000)
    expect(log.intervals).toEqual([interval(0, 1000)])
  })

  it('is empty where no source has one', () => {
    const { merger, log } = mergerOf(2)
    merger.add(0, interval(1000, 2000))
    merger.seal(2500)
    expect(log.intervals).toEqual([interval(0, 1000, 0), interval(1000, 2000), interval(2000, 2500, 0)])
  })

  it('gets what came late for it, before and after it was handed on', () => {
    const { merger, log } = mergerOf(2)
    const recorder = recorderOf(merger, 0)
    const record = (): void => recorder.scope('s', 900).request(sample({ end: 950 }))
    record()
    tidy(recorder, 1000)
    record()
    tidy(recorder, 1001)
    merger.pass(0, 1000)
    merger.pass(1, 1000)
    expect(log.intervals).toMatchObject([{ requests: [{ succeeded: 2 }] }])
    record()
    tidy(recorder, 1002)
    expect(log.intervals).toMatchObject([{ requests: [{ succeeded: 3 }] }])
    expect(log.counts.requests).toBe(3)
  })

  it('has the health of the worst source', () => {
    const { merger, log } = mergerOf(2)
    for (const [source, busy] of [100, 700].entries()) {
      const recorder = recorderOf(merger, source)
      recorder.health.usage({ start: 0, end: 1000, busy, cpu: { total: 2000, busy: 900, steal: 0 }, throttled: 0 })
      tidy(recorder, 1000)
      merger.pass(source, 1000)
    }
    expect(log.intervals).toMatchObject([{ health: { observed: 1000, busy: 700, cpu: { total: 2000, busy: 900 } } }])
  })
})
