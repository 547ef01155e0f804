import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorCategories } from '../metrics/error-category.ts'
import { createResult, parseResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { StoredResult } from '../metrics/stored-result.ts'
import type { AppliedProfile } from '../profile/profile.ts'
import { type JsonSchema, schemaProblems } from './json-schema.fixture.ts'
import { shopResult } from './result.fixture.ts'
import { resultFiles } from './result-files.ts'
import { spikeResult } from './sample-runs.fixture.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/result.json', import.meta.url), 'utf8')) as JsonSchema

/** What a test changes of a stored result. */
interface Spoilt {
  readonly intervals: readonly [{ readonly requests: readonly [object] }]
}

function stored(result: LoadResult): unknown {
  return JSON.parse(resultFiles(result, 'a')[0]?.text ?? '')
}

function wholeResult(profile?: AppliedProfile): LoadResult {
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
  const scope = recorder.scope('s', 0)
  scope.iterationStarted(0)
  for (const [index, category] of errorCategories.entries()) {
    scope.request(sample({ end: index * 100, outcome: 'failed', failure: { category, message: 'no', detail: 'a\nb' } }))
  }
  scope.trend('size', 12, 500)
  scope.check('ok', true, 500)
  scope.iterationEnded({ outcome: 'completed', end: 900, duration: 900 })
  const points = [
    [0, 1],
    [1000, 2, 1, 3, 5],
  ] as const
  return createResult(
    facts({
      outcome: { state: 'aborted', reason: 'enough', at: 9000 },
      warnings: [{ code: 'a', message: 'b' }],
      events: [
        { name: 'down', at: 1000, state: 'done', duration: 2 },
        { name: 'up', at: 2000, state: 'failed', duration: 1, error: 'no' },
        { name: 'stuck', at: 3000, state: 'unsettled' },
      ],
      ...(profile !== undefined && { profile }),
    }),
    recorder.finish(10_000),
    {
      series: [{ source: 'server', name: 'cpu', labels: { a: 'b' }, unit: 'cores', kind: 'span', points }],
      marks: [{ at: 1, until: 2, source: 'server', message: 'gone' }],
    },
  )
}

describe('the published schema', () => {
  it.each([
    ['a shop', shopResult()],
    ['a spike', spikeResult()],
    ['all kinds of failures, resources and an abort', wholeResult()],
    ['nothing at all', createResult(facts(), new LoggingRecorder({ stages: [{ name: '', start: 0, end: 1 }] }).finish(0))],
  ])('takes %s', (_, result) => {
    expect(schemaProblems(schema, stored(result))).toEqual([])
  })

  const stage = { name: 'a', from: 0, target: 1, duration: 1 }
  it.each<AppliedProfile>([
    { kind: 'constant-vus', vus: 1, duration: 1, spawnRate: 1, gracefulStop: 0 },
    { kind: 'ramping-vus', startVus: 0, stages: [stage] },
    { kind: 'shared-iterations', vus: 1, iterations: 1, maxDuration: 1 },
    { kind: 'per-vu-iterations', vus: 1, iterations: 1, maxDuration: 1 },
    { kind: 'constant-rate', rate: 1, duration: 1, arrivals: 'poisson', vus: 1, maxVus: 1 },
    { kind: 'ramping-rate', startRate: 1, stages: [stage], arrivals: 'uniform', vus: 1, maxVus: 1 },
    { kind: 'burst', iterations: 1, concurrency: 1 },
    { kind: 'together', profiles: { browse: { kind: 'constant-vus', vus: 1, duration: 1 } } },
  ])('takes the profile $kind', (profile) => {
    expect(schemaProblems(schema, stored(wholeResult(profile)))).toEqual([])
  })

  it('names all that a stored result has', () => {
    const { properties } = schema as { readonly properties: Readonly<Record<string, unknown>> }
    expect(Object.keys(properties).toSorted()).toEqual(Object.keys(wholeResult().toJSON()).toSorted())
  })

  it.each<[string, (result: Spoilt) => unknown]>([
    ['a newer version', (result) => Object.assign(result, { schemaVersion: 2 })],
    ['no intervals', (result) => Reflect.deleteProperty(result, 'intervals')],
    ['an unknown outcome', (result) => Object.assign(result, { outcome: { state: 'gone' } })],
    ['an abort without a reason', (result) => Object.assign(result, { outcome: { state: 'aborted', at: 1 } })],
    ['an event without a moment', (result) => Object.assign(result, { events: [{ name: 'a', state: 'unsettled' }] })],
    ['a text for a number', (result) => Object.assign(result, { duration: '10s' })],
    ['too few counts', (result) => Object.assign(result.intervals[0].requests[0], { counts: [1] })],
    ['a cut distribution', (result) => Object.assign(result.intervals[0].requests[0], { times: [0, 0, [1, 2], 0, 0, 0] })],
  ])('refuses %s, as parseResult does', (_, spoil) => {
    const result = stored(wholeResult()) as Spoilt
    spoil(result)
    expect(schemaProblems(schema, result)).not.toEqual([])
    expect(() => parseResult(result as unknown as StoredResult)).toThrow('Expected a stored result')
  })
})
