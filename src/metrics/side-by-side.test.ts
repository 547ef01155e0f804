import { describe, expect, it } from 'vitest'
import type { AppliedProfile } from '../profile/profile.ts'
import { createResult, parseResult } from './load-result.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import type { LoadResult } from './result.ts'
import { START_SCENARIO } from './sample.ts'
import { facts, sample } from './samples.fixture.ts'

const browse = [
  { name: 'calm', start: 0, end: 2000 },
  { name: 'peak', start: 2000, end: 5000 },
]
const buy = [
  { name: 'peak', start: 0, end: 3000 },
  { name: 'end', start: 3000, end: 3500 },
]
const idle = [{ name: '', start: 0, end: 5000 }]
const profile: AppliedProfile = {
  kind: 'together',
  profiles: { browse: { kind: 'constant-vus', vus: 1, duration: 5000 }, buy: { kind: 'constant-vus', vus: 1, duration: 3500 } },
}

/** Two scenarios with stages of their own: one that sends 10/s for 5 s, one that sends 20/s for 3.5 s; and one that does nothing. */
function example(): LoadResult {
  const all = { browse, buy, idle }
  const recorder = new LoggingRecorder({
    stages: browse,
    cuts: Object.values(all).flatMap((spans) => spans.map(({ end }) => end)),
  })
  const scopes = { browse: recorder.staged(browse), buy: recorder.staged(buy) }
  for (let due = 0; due < 5000; due += 100) scopes.browse.scope('browse', due).request(sample({ end: due, endpoint: 'GET /a' }))
  for (let due = 0; due < 3500; due += 50) scopes.buy.scope('buy', due).request(sample({ end: due, endpoint: 'GET /b' }))
  scopes.buy.scope(START_SCENARIO, 100).request(sample({ end: 100, endpoint: 'POST /login' }))
  scopes.buy.scope('buy', -5).request(sample({ end: 10, endpoint: 'GET /warm-up' }))
  const stages = Object.entries(all).flatMap(([scenario, spans]) => spans.map((span) => ({ ...span, scenario })))
  return createResult(facts({ stages, duration: 5000, profile, model: 'mixed' }), recorder.finish(5000))
}

describe('scenarios side by side', () => {
  it('are all in the result, in the order of the plan, also one that did nothing', () => {
    const result = example()
    expect(result.scenarios).toEqual(['browse', 'buy', 'idle'])
    expect(result.scenario('idle')).toMatchObject({ duration: 5000, requests: { total: 0 } })
    expect(result.requests.total).toBe(120)
  })

  it('each have the time of their own stages', () => {
    const result = example()
    expect(result.scenario('browse')).toMatchObject({ duration: 5000, throughput: { mean: 10 } })
    expect(result.scenario('buy')).toMatchObject({ duration: 3500, throughput: { mean: 20 } })
    expect(result.duration).toBe(5000)
  })

  it('keep their stages apart, however they are cut', () => {
    const result = example()
    for (const slice of [result.scenario('buy').stage('peak'), result.stage('peak').scenario('buy')]) {
      expect(slice).toMatchObject({ name: 'buy in peak', duration: 3000, requests: { total: 60 }, throughput: { mean: 20 } })
    }
    expect(result.scenario('browse').stage('peak')).toMatchObject({ duration: 3000, requests: { total: 30 } })
  })

  it('share a stage of one name, and count its time once', () => {
    const peak = example().stage('peak')
    expect(peak).toMatchObject({ duration: 5000, requests: { total: 90 } })
    expect(peak.throughput.mean).toBe(18)
    expect(example().stages).toEqual(['calm', 'peak', 'end'])
  })

  it('can be cut by time as well', () => {
    const result = example()
    const one = result.between(1000, 3000).stage('peak').scenario('browse')
    const other = result.scenario('browse').between(1000, 3000).stage('peak')
    expect(one).toEqual(other)
    expect(one).toMatchObject({ duration: 1000, requests: { total: 10 } })
    expect(result.scenario('buy').between(3000, 5000).duration).toBe(500)
  })

  it('have only the stages of their own', () => {
    expect(() => example().scenario('buy').stage('calm')).toThrow("Unknown stage 'calm': known are 'peak', 'end'")
    expect(example().stage('calm').scenario('buy')).toMatchObject({ duration: 0, requests: { total: 0 } })
  })

  it('keep what start sent under its stage', () => {
    expect(example().scenario('(start)').stage('peak').requests.total).toBe(1)
    expect(example().scenario('(start)')).toMatchObject({ duration: 5000, requests: { total: 1 } })
  })

  it('are on the time line with all stages that are going on', () => {
    expect(example().timeline.map(({ at, stage }) => [at, stage])).toEqual([
      [0, 'calm, peak'],
      [1000, 'calm, peak'],
      [2000, 'peak'],
      [3000, 'peak, end'],
      [3500, 'peak'],
      [4000, 'peak'],
    ])
  })

  it('are the same when they were stored', () => {
    const result = example()
    const stored = JSON.parse(JSON.stringify(result))
    expect(parseResult(stored)).toEqual(result)
    expect(parseResult(stored).scenario('buy').stage('peak')).toEqual(result.scenario('buy').stage('peak'))
    expect(parseResult(stored)).toMatchObject({ model: 'mixed', profile })
  })

  it.each([
    [{ profile: { kind: 'together' } }, 'Expected `profile.profiles` to be an object, got undefined'],
    [{ profile: { kind: 'together', profiles: { buy: 5 } } }, 'Expected `profile.profiles.buy.kind` to be a text, got undefined'],
    [{ stages: [{ name: '', start: 0, end: 1, scenario: 5 }] }, 'Expected `stages[0].scenario` to be a text, got 5'],
    [{ model: 'half' }, "Expected `model` to be one of 'open', 'closed', 'mixed', got 'half'"],
  ])('are refused where the stored result is damaged: %o', (damage, message) => {
    const stored = { ...JSON.parse(JSON.stringify(example())), ...damage }
    expect(() => parseResult(stored)).toThrow(message)
  })
})

describe('a recorder', () => {
  it('knows when the last iteration of each scenario ended', () => {
    const recorder = new LoggingRecorder({ stages: browse })
    recorder.scope('browse', 0).iterationEnded({ outcome: 'completed', end: 2500, duration: 5 })
    recorder.scope('browse', 3000).iterationEnded({ outcome: 'failed', end: 2000, duration: 5 })
    recorder.scope('buy', 0).iterationEnded({ outcome: 'completed', end: 900, duration: 5 })
    expect(['browse', 'buy', 'idle'].map((name) => recorder.lastEndOf(name))).toEqual([2500, 900, 0])
  })

  it('hands over each interval when it is closed, and what comes late', () => {
    const seen: [number, number][] = []
    const recorder = new LoggingRecorder({
      stages: [{ name: '', start: 0, end: 5000 }],
      limits: { intervals: 2, bytes: 1e9 },
      onInterval: ({ start, requests }) => seen.push([start, requests.reduce((sum, { succeeded }) => sum + succeeded, 0)]),
    })
    for (let end = 100; end < 4000; end += 100) {
      if (end % 1000 === 0) for (const _ of recorder.tidy(end));
      recorder.scope('s', end).request(sample({ end }))
    }
    recorder.scope('other', 0).request(sample({ end: 50, endpoint: 'GET /late' }))
    for (const _ of recorder.tidy(4000));
    expect(seen).toEqual([
      [0, 9],
      [1000, 10],
      [2000, 10],
      [3000, 10],
      [0, 1],
    ])
  })
})
