import { describe, expect, it } from 'vitest'
import { createResources } from './create-resources.ts'
import { createResult, parseResult } from './load-result.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import type { StoredPoint, StoredResources, StoredSeries } from './resources.ts'
import type { LoadResult } from './result.ts'
import { facts } from './samples.fixture.ts'
import type { StoredResult } from './stored-result.ts'

function series(given: Partial<StoredSeries> & { readonly name: string }): StoredSeries {
  return { source: 'metrics', labels: {}, unit: '', kind: 'gauge', points: [], ...given }
}

/** Readings at -1 s, 0, 1 s, … */
const points = (...values: readonly number[]): StoredPoint[] => values.map((value, index) => [(index - 1) * 1000, value])

const stored: StoredResources = {
  series: [
    series({ source: 'server', name: 'memory', unit: 'bytes', points: points(100, 110, 120, 150, 130, 140) }),
    series({ source: 'server', name: 'cpu', unit: 'cores', kind: 'span', points: points(0.5, 1, 0.25, 0.75).slice(1) }),
    series({ name: 'made_total', kind: 'counter', labels: { model: 'a' }, points: points(10, 10, 14, 20) }),
    series({ name: 'made_total', kind: 'counter', labels: { model: 'b' }, points: points(5, 7, 9, 9).slice(2) }),
    series({ name: 'queue_size', labels: { queue: 'a' }, points: points(1, 2) }),
    series({ name: 'queue_size', labels: { queue: 'b' }, points: points(3, 4) }),
  ],
  marks: [{ at: 1500, until: 2500, source: 'metrics', message: 'no answer' }],
}

const stages = [
  { name: 'calm', start: 0, end: 1000 },
  { name: 'peak', start: 1000, end: 3000 },
  { name: 'rest', start: 3000, end: 4000 },
]

function measured(resources = stored): LoadResult {
  return createResult(facts({ stages, duration: 4000 }), new LoggingRecorder({ stages }).finish(4000), resources)
}

describe('a series', () => {
  it('has its figures, the base reading included', () => {
    expect(measured().resources.server.memory).toMatchObject({
      source: 'server',
      unit: 'bytes',
      readings: 6,
      min: 100,
      max: 150,
      mean: 125,
      first: 100,
      last: 140,
      increase: 40,
      rate: undefined,
    })
  })

  it('weighs points by the readings that they stand for', () => {
    const merged: StoredPoint[] = [
      [1000, 10],
      [3000, 40, 30, 50, 2],
    ]
    const { min, max, mean, first, last } = createResources({
      series: [series({ source: 'system', name: 'load', points: merged })],
      marks: [],
    }).system.load
    expect({ min, max, mean, first, last }).toEqual({ min: 10, max: 50, mean: 30, first: 10, last: 40 })
  })

  it('of a counter begins at its lowest value, also where several readings are one point', () => {
    const merged: StoredPoint[] = [
      [2000, 14, 10, 14, 2],
      [4000, 30, 20, 30, 2],
    ]
    const resources = createResources({ series: [series({ name: 'made', kind: 'counter', points: merged })], marks: [] })
    expect(resources.metric('made')).toMatchObject({ first: 10, last: 30, increase: 20, readings: 4 })
  })

  it('has no figures where there are no readings', () => {
    const { cpu } = createResources({ series: [], marks: [] }).system
    expect(cpu).toMatchObject({
      readings: 0,
      min: undefined,
      max: undefined,
      mean: undefined,
      last: undefined,
      increase: undefined,
    })
    expect(cpu.points).toEqual([])
  })

  it('of a counter has a rate per second', () => {
    const { rate } = measured().resources.metric('made_total', { model: 'a' })
    expect(rate).toMatchObject({ unit: '/s', kind: 'span', max: 6, mean: 10 / 3 })
    expect(rate?.points.map(({ at, value }) => [at, value])).toEqual([
      [0, 0],
      [1000, 4],
      [2000, 6],
    ])
  })

  it('of one reading has no increase', () => {
    const one = series({ name: 'made', kind: 'counter', points: points(3) })
    expect(createResources({ series: [one], marks: [] }).metric('made').increase).toBeUndefined()
  })
})

describe('a metric', () => {
  it('of several counters is their sum, from when each was there', () => {
    const sum = measured().resources.metric('made_total')
    expect(sum).toMatchObject({ first: 10, last: 29, increase: 19, labels: {} })
    expect(sum.points.map(({ value }) => value)).toEqual([10, 10, 23, 29])
  })

  it('is found by some of its labels', () => {
    expect(measured().resources.metric('queue_size', { queue: 'b' }).last).toBe(4)
  })

  it('without further labels comes before those with more', () => {
    const all = series({ name: 'duration', labels: { quantile: '0.95' }, points: points(1) })
    const one = series({ name: 'duration', labels: { quantile: '0.95', path: '/' }, points: points(2) })
    const other = series({ name: 'duration', labels: { quantile: '0.95', path: '/a' }, points: points(3) })
    expect(createResources({ series: [one, all, other], marks: [] }).metric('duration', { quantile: '0.95' }).last).toBe(1)
  })

  it.each([
    ['made', {}, "Unknown metric 'made': known are 'made_total', 'queue_size'"],
    [
      'queue_size',
      { queue: 'c' },
      "Unknown labels { queue: 'c' } of metric 'queue_size': known are { queue: 'a' }, { queue: 'b' }",
    ],
    ['queue_size', {}, "Expected labels that choose one of the 2 series of metric 'queue_size': { queue: 'a' }, { queue: 'b' }"],
  ])('is refused where it is not one: %s %j', (name, labels, message) => {
    expect(() => measured().resources.metric(name, labels as Record<string, string>)).toThrow(message)
  })

  it('says how to get one where there are none', () => {
    const message = "Unknown metric 'x': there are none; scrape them with `metrics: { url: '/metrics' }`"
    expect(() => createResources({ series: [], marks: [] }).metric('x')).toThrow(
      expect.objectContaining({ message, code: 'ERR_LOAD_METRIC' }),
    )
  })
})

describe('the resources of a slice', () => {
  it('are those of its seconds: a gauge from its start on, a use from what ended after it', () => {
    const { resources } = measured().stage('peak')
    const { server } = resources
    expect(server.memory.points.map(({ at }) => at)).toEqual([1000, 2000, 3000])
    expect(server.memory.increase).toBe(10)
    expect(server.cpu.points.map(({ at }) => at)).toEqual([2000])
    expect(resources.metric('made_total', { model: 'a' }).increase).toBe(6)
  })

  it('leave out what was read before and after the run', () => {
    expect(measured().between('0s', '2s').resources.server.memory.first).toBe(110)
    expect(measured().resources.server.memory.first).toBe(100)
  })

  it('know a metric that has no readings there', () => {
    expect(measured().stage('rest').resources.metric('queue_size', { queue: 'a' })).toMatchObject({
      readings: 0,
      last: undefined,
    })
  })

  it('have the marks that reach into it', () => {
    expect(measured().stage('calm').resources.marks).toEqual([])
    expect(measured().between('2s', '3s').resources.marks).toHaveLength(1)
  })

  it('are none where the slice has no time', () => {
    expect(measured().stage('peak').between('0s', '1s').resources.server.memory.readings).toBe(0)
  })
})

describe('stored resources', () => {
  it('are the same when they are read back', () => {
    const result = measured()
    const read = parseResult(JSON.parse(JSON.stringify(result)) as StoredResult)
    expect(read.resources.series).toEqual(result.resources.series)
    expect(read.resources.series.map((one) => one.points)).toEqual(result.resources.series.map((one) => one.points))
    expect(JSON.stringify(read)).toBe(JSON.stringify(result))
  })

  it('may be missing, as in older results', () => {
    const { resources: _, ...older } = JSON.parse(JSON.stringify(measured()))
    expect(parseResult(older).resources.series).toEqual([])
    expect(JSON.parse(JSON.stringify(parseResult(older)))).toEqual(older)
  })

  it.each([
    [['series'], undefined, 'Expected `resources.series` to be a list'],
    [['series', 0, 'name'], 7, 'Expected `resources.series[0]` to be a source, a name and a unit'],
    [['series', 0, 'kind'], 'thing', 'Expected `resources.series[0].kind` to be a gauge, a span or a counter'],
    [['series', 2, 'labels', 'model'], 7, 'Expected `resources.series[2].labels` to be texts'],
    [['series', 0, 'points', 1], [1, null], 'Expected `resources.series[0].points[1]` to be two numbers, or five'],
    [['marks', 0, 'at'], null, 'Expected `resources.marks[0]` to be two moments, a source and a message'],
  ] as const)('are refused where they are damaged, with the place: %j', (path, value, message) => {
    const result = JSON.parse(JSON.stringify(measured()))
    const parent = path.slice(0, -1).reduce((part, key) => part[key], result.resources)
    parent[path.at(-1) as string] = value
    expect(() => parseResult(result)).toThrow(message)
  })
})

it('is frozen', () => {
  const { resources } = measured()
  for (const part of [resources, resources.series, resources.marks[0], resources.series[0], resources.series[0]?.points[0]]) {
    expect(Object.isFrozen(part)).toBe(true)
  }
})
