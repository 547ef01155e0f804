import { describe, expect, it } from 'vitest'
import { createResult, parseResult } from './load-result.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import type { LoadResult } from './result.ts'
import { START_SCENARIO } from './sample.ts'
import { facts, sample } from './samples.fixture.ts'
import type { StoredResult } from './stored-result.ts'

const stages = [
  { name: 'calm', start: 0, end: 2000 },
  { name: 'peak', start: 2000, end: 3000 },
  { name: 'calm', start: 3000, end: 5000 },
]

function example(): LoadResult {
  const recorder = new LoggingRecorder({ stages })
  const order = recorder.scope('order', 100)
  order.iterationStarted(100)
  order.request(sample({ end: 150, endpoint: 'GET /orders/:id', latency: 50 }))
  order.request(sample({ end: 180, endpoint: 'GET /products', latency: 20 }))
  order.check('is shipped', true, 180)
  order.iterationEnded({ outcome: 'completed', end: 190, duration: 90 })
  recorder.scope('browse', 2500).request(sample({ end: 2600, endpoint: 'GET /products', latency: 80 }))
  recorder.scope('browse', 2500).request(
    sample({
      end: 2700,
      endpoint: 'GET /products',
      outcome: 'failed',
      latency: 5,
      failure: { category: 'http-5xx', message: 'status 503' },
    }),
  )
  recorder.scope('browse', 4000).request(sample({ end: 4900, endpoint: 'GET /products', outcome: 'interrupted', latency: 900 }))
  recorder.scope(START_SCENARIO, 0).request(sample({ end: 10, endpoint: 'POST /login', latency: 7 }))
  recorder.setVus(3, 0)
  recorder.setVus(9, 2000)
  recorder.setVus(3, 3000)
  return createResult(facts({ stages, duration: 5000, scale: 0.1 }), recorder.finish(5000))
}

describe('a result', () => {
  it('counts everything but what start and stop sent', () => {
    const result = example()
    expect(result.requests).toEqual({ total: 5, succeeded: 3, failed: 1, interrupted: 1 })
    expect(result.iterations).toEqual({ started: 1, completed: 1, failed: 0, interrupted: 0, dropped: 0 })
    expect(result.scenarios).toEqual(['order', 'browse'])
    expect(result.endpoints).toEqual(['GET /orders/:id', 'GET /products'])
    expect(result.stages).toEqual(['calm', 'peak'])
    expect(result.checks).toEqual([{ name: 'is shipped', passed: 1, failed: 0 }])
    expect(result.scenario('(start)').endpoint('POST /login').latency.max).toBe(7)
  })

  it('has a throughput per second of its own time', () => {
    const result = example()
    expect(result.throughput).toEqual({ mean: 0.6, peak: 2 })
    expect(result.stage('peak').throughput).toEqual({ mean: 1, peak: 1 })
    expect(result.stage('calm').duration).toBe(4000)
    expect(result.stage('calm').throughput.mean).toBe(0.5)
  })

  it.each([
    ['a run', (result: LoadResult) => result],
    ['GET /products', (result: LoadResult) => result.endpoint('GET /products')],
    ['GET /products in peak', (result: LoadResult) => result.stage('peak').endpoint('GET /products')],
    ['GET /products of order in calm', (result: LoadResult) => result.endpoint('GET /products').scenario('order').stage('calm')],
    ['all requests in peak', (result: LoadResult) => result.stage('peak')],
    ['order', (result: LoadResult) => result.scenario('order')],
    ['a run, 1 s to 3 s', (result: LoadResult) => result.between('1.2s', '2.1s')],
  ])('names a slice as it is said: %s', (name, slice) => {
    expect(slice(example()).name).toBe(name)
  })

  it('gives the same slice in whatever order it is cut', () => {
    const result = example()
    const one = result.stage('peak').endpoint('GET /products').scenario('browse').between(2000, 3000)
    const other = result.between(2000, 3000).scenario('browse').endpoint('GET /products').stage('peak')
    expect(one).toEqual(other)
    expect(one.requests).toEqual({ total: 2, succeeded: 1, failed: 1, interrupted: 0 })
  })

  it('is empty where a known name has no requests in a slice', () => {
    const slice = example().stage('peak').endpoint('GET /orders/:id')
    expect(slice.requests.total).toBe(0)
    expect(slice.latency.p95).toBeUndefined()
  })

  it.each([
    ['endpoint', 'GET /nothing', "Unknown endpoint 'GET /nothing': known are 'GET /orders/:id', 'GET /products'"],
    [
      'endpoint',
      'POST /login',
      "Unknown endpoint 'POST /login': known are 'GET /orders/:id', 'GET /products', 'scenario('(start)').endpoint('POST /login')'",
    ],
    ['stage', 'storm', "Unknown stage 'storm': known are 'calm', 'peak'"],
    ['scenario', 'buy', "Unknown scenario 'buy': known are 'order', '(start)', 'browse'"],
  ] as const)('lists what there is when asked for an unknown %s', (kind, name, message) => {
    expect(() => example()[kind](name)).toThrow(message)
  })

  it('refuses bounds that are none', () => {
    expect(() => example().between('2s', '1s')).toThrow('between: Expected `to` to be after `from`, got 2s and 1s')
  })

  it('has a time line with a point for each interval', () => {
    expect(example().timeline.map(({ at, stage, vus, requests }) => [at, stage, vus, requests.total])).toEqual([
      [0, 'calm', 3, 2],
      [1000, 'calm', 3, 0],
      [2000, 'peak', 9, 2],
      [3000, 'calm', 9, 0],
      [4000, 'calm', 3, 1],
    ])
    expect(example().timeline[2]).toMatchObject({ throughput: 1, p50: 80, errors: { 'http-5xx': 1 } })
  })

  it('scales a count for an assertion, but never to nothing', () => {
    expect(example().scaled(50)).toBe(5)
    expect(example().scaled(3)).toBe(1)
  })

  it('is frozen, and its intervals are in no diff', () => {
    const result = example()
    expect(Object.isFrozen(result)).toBe(true)
    expect(Object.isFrozen(result.requests)).toBe(true)
    expect(Object.keys(result)).not.toContain('intervals')
  })
})

describe('a stored result', () => {
  it('is the same result when it is read back', () => {
    const result = example()
    const read = parseResult(JSON.parse(JSON.stringify(result)) as StoredResult)
    expect(read).toEqual(result)
    expect(read.timeline).toEqual(result.timeline)
    expect(read.stage('peak').endpoint('GET /products')).toEqual(result.stage('peak').endpoint('GET /products'))
    expect(JSON.stringify(read)).toBe(JSON.stringify(result))
  })

  it.each([
    [undefined, 'Expected a stored result of schema version 1, got something else'],
    [{ schemaVersion: 2 }, 'Expected a stored result of schema version 1, got version 2; a newer vitest-load wrote it'],
    [{ schemaVersion: 1 }, 'Expected a stored result of schema version 1, it is damaged'],
  ])('is refused where it is none: %j', (stored, message) => {
    expect(() => parseResult(stored as unknown as StoredResult)).toThrow(message)
  })

  it.each([
    [['duration'], undefined, 'Expected `duration` to be a number of at least 0, such as 1, got undefined'],
    [['outcome'], undefined, "Expected `outcome.state` to be one of 'completed', 'aborted', got undefined"],
    [
      ['outcome'],
      { state: 'aborted', reason: 'x' },
      'Expected `outcome.at` to be a number of at least 0, such as 1, got undefined',
    ],
    [['stages'], [], 'Expected `stages` to be a list of at least one stages, got an empty list'],
    [['stages', 1, 'end'], null, 'Expected `stages[1].end` to be a number of at least 0'],
    [
      ['findings'],
      [{ code: 'leak', severity: 'grave', message: 'x', recommendation: 'y' }],
      "Expected `findings[0].severity` to be one of 'info', 'warning', 'problem', got 'grave'",
    ],
    [['environment'], null, 'Expected `environment.node` to be a text, got undefined'],
    [['scale'], '1', "Expected `scale` to be a number above 0, such as 1, got '1'"],
    [['names'], undefined, 'Expected `names` to be a list'],
    [['names', 0], 7, 'Expected `names[0]` to be a text'],
    [
      ['intervals', 2, 'end'],
      1999,
      'Expected `intervals[2].start and intervals[2].end` to be two numbers, the second not below the first',
    ],
    [['intervals', 0, 'vus'], null, 'Expected `intervals[0].vus` to be a number of at least 0'],
    [['intervals', 0, 'requests', 0, 'counts'], ['a', 'b'], 'Expected `intervals[0].requests[0].counts` to be a list of 5'],
    [
      ['intervals', 0, 'requests', 1, 'counts', 1],
      'b',
      'Expected `intervals[0].requests[1].counts[1]` to be a number of at least 0',
    ],
    [
      ['intervals', 0, 'requests', 0, 'times', 0, 2],
      null,
      'Expected `intervals[0].requests[0].times[0]` to be 0, or five numbers',
    ],
    [['intervals', 0, 'requests', 0, 'of', 0], 99, 'names, got 99'],
    [
      ['intervals', 2, 'requests', 0, 'errors', 0, 'count'],
      -1,
      'Expected `intervals[2].requests[0].errors[0].count` to be a number',
    ],
    [
      ['intervals', 0, 'iterations', 0, 'counts', 4],
      null,
      'Expected `intervals[0].iterations[0].counts[4]` to be a number of at least 0',
    ],
    [
      ['intervals', 0, 'iterations', 0, 'checks', 0, 'name'],
      1,
      'Expected `intervals[0].iterations[0].checks[0]` to be a name and two counts',
    ],
  ] as const)('is refused where it is damaged, with the place: %j', (path, value, message) => {
    const stored = JSON.parse(JSON.stringify(example()))
    const parent = path.slice(0, -1).reduce((part, key) => part[key], stored)
    parent[path.at(-1) as string] = value
    const refused = expect.objectContaining({ code: 'ERR_LOAD_RESULT', message: expect.stringContaining(message) })
    expect(() => parseResult(stored)).toThrow(refused)
  })

  it('may have more than this version knows', () => {
    const stored = { ...JSON.parse(JSON.stringify(example())), more: 1 }
    expect(parseResult(stored).requests).toEqual(example().requests)
  })
})
