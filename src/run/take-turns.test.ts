import { describe, expect, it } from 'vitest'
import { createResult, intervalsOf } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { spliceTurns } from './splice-turns.ts'
import { partInTurns, turnsOf } from './take-turns.ts'

describe('turns', () => {
  it('are base, candidate, candidate, base, and again', () => {
    const { base, candidate } = turnsOf(8, 3000)
    expect(base.map(({ start }) => start / 3000)).toEqual([0, 3, 4, 7])
    expect(candidate.map(({ start }) => start / 3000)).toEqual([1, 2, 5, 6])
    expect(base[1]).toEqual({ start: 9000, end: 12_000 })
  })

  it('add the same to both where something grows steadily', () => {
    const { base, candidate } = turnsOf(40, 3000)
    const sum = (turns: typeof base): number => turns.reduce((total, { start }) => total + start, 0)
    expect(sum(base)).toBe(sum(candidate))
  })
})

describe('the result of a side', () => {
  const { base, candidate } = turnsOf(4, 3000)
  const part = (turns: typeof base) =>
    partInTurns({ turns, profile: constantVus(1, 4000), end: 12_000, gracefulStop: 0, seed: 1 } as unknown as Parameters<
      typeof partInTurns
    >[0])
  const stages = { base: part(base).stages, candidate: part(candidate).stages }
  const cuts = [...stages.base, ...stages.candidate].flatMap(({ start, end }) => [start, end])
  const recorder = new LoggingRecorder({ stages: stages.base, cuts })
  const scopes = { base: recorder.staged(stages.base), candidate: recorder.staged(stages.candidate) }
  const request = (side: 'base' | 'candidate', due: number, latency: number): void => {
    const scope = scopes[side].scope(side, due)
    scope.iterationStarted(due)
    scope.request(sample({ latency, end: due + latency }))
    scope.iterationEnded({ outcome: 'completed', end: due + latency, duration: latency })
  }
  // In the first second of a turn, in the second one, and so late that it ends in the turn of the other side.
  request('base', 500, 10)
  request('base', 1500, 20)
  request('base', 2900, 400)
  request('candidate', 3500, 10)
  request('candidate', 4500, 30)
  request('candidate', 8900, 5000)
  request('base', 11_500, 40)
  const both = createResult(
    facts({ name: 'both', duration: 12_000, stages: [{ name: '', start: 0, end: 12_000 }] }),
    recorder.finish(14_000),
  )
  const splice = (side: 'base' | 'candidate') =>
    spliceTurns(both, {
      name: `both, ${side}`,
      scenario: side,
      renamed: 'GET /health',
      profile: constantVus(1, 4000),
      turns: side === 'base' ? base : candidate,
    })

  it('has what was asked in its turns after their first second, under its own name', () => {
    const result = splice('base')
    expect(result).toMatchObject({ name: 'both, base', duration: 4000, scenarios: ['GET /health'], endpoints: ['GET /health'] })
    expect(result.requests).toMatchObject({ total: 3, succeeded: 3 })
    expect(result.latency).toMatchObject({ min: 20, max: 400 })
    expect(result.iterations).toMatchObject({ started: 3, completed: 3 })
  })

  it('has its turns one after another, and what ended late in the last second of its own', () => {
    expect(splice('base').timeline.map(({ at, requests }) => [at, requests.total])).toEqual([
      [0, 1],
      [1000, 1],
      [2000, 0],
      [3000, 1],
    ])
    expect(splice('candidate').timeline.map(({ requests }) => requests.total)).toEqual([1, 0, 0, 1])
  })

  it('lasts as long as its intervals do', () => {
    const intervals = intervalsOf(splice('candidate'))
    expect(intervals.map(({ start, end }) => end - start)).toEqual([1000, 1000, 1000, 1000])
    expect(splice('candidate').throughput.mean).toBe(0.5)
  })
})
