import { describe, expect, it } from 'vitest'
import { type Measured, measured } from './baseline.fixture.ts'
import type { Baseline } from './baseline.ts'
import { parseBaselineOptions } from './baseline-limits.ts'
import type { FoundBaseline } from './baseline-store.ts'
import { createBaseline } from './create-baseline.ts'
import { matchBaseline } from './match-baseline.ts'
import type { BaselineMode } from './missing-baseline.ts'

const names = { test: 'a', name: 'a' }
const kept: Baseline = JSON.parse(JSON.stringify(createBaseline(measured(), names)))
const found: FoundBaseline = { kind: 'baseline', baseline: kept }
const none: FoundBaseline = { kind: 'none', others: [] }
const elsewhere: FoundBaseline = { kind: 'none', others: ['laptop'] }
const corrupt: FoundBaseline = { kind: 'unreadable', message: 'Expected a baseline as JSON, got something else' }
const otherProfile: FoundBaseline = {
  kind: 'baseline',
  baseline: { ...kept, profile: { kind: 'constant-vus', vus: 5, duration: 10_000 } },
}
const ofAnother: FoundBaseline = { kind: 'baseline', baseline: { ...kept, name: 'A' } }
const unknownProfile: FoundBaseline = { kind: 'baseline', baseline: { ...kept, profile: { kind: 'new' } as never } }

interface Asked {
  readonly found: FoundBaseline
  readonly mode?: BaselineMode
  readonly given?: Measured
  readonly strict?: boolean
  readonly target?: string
  readonly addsRuns?: boolean
}

const LATER = { startedAt: '2026-02-01T00:00:00.000Z' }

function ask({ found, mode = 'new', given, strict = false, target, addsRuns = false }: Asked) {
  return matchBaseline({
    result: measured({ ...given, facts: { ...LATER, ...given?.facts } }),
    found,
    mode,
    options: parseBaselineOptions('toMatchBaseline', { strict }),
    names: { ...names, target },
    path: 'a.here.json',
    environment: 'here',
    addsRuns,
  })
}

const slower = { latency: 30 }
const scaled = { facts: { scale: 0.1 } }
const aborted = { facts: { outcome: { state: 'aborted', reason: 'enough', at: 5000 } } } as const
const empty = { perSecond: 0 }

describe('a baseline', () => {
  it.each<[string, Asked, string, string | undefined]>([
    ['is written where there is none', { found: none }, 'pass', 'added'],
    ['is written with -u where there is none', { found: none, mode: 'all' }, 'pass', 'added'],
    ['is not written in CI', { found: none, mode: 'none' }, 'fail', undefined],
    ['of this environment is written beside others', { found: elsewhere }, 'pass', 'added'],
    ['of this environment may be missing in CI', { found: elsewhere, mode: 'none' }, 'pass', undefined],
    ['of this environment must be there in CI', { found: elsewhere, mode: 'none', strict: true }, 'fail', undefined],
    ['matches', { found }, 'pass', undefined],
    ['matches with -u', { found, mode: 'all' }, 'pass', undefined],
    ['that does not match fails', { found, given: slower }, 'fail', undefined],
    ['that does not match is renewed with -u', { found, mode: 'all', given: slower }, 'pass', 'updated'],
    ['that was slower is renewed with -u', { found, mode: 'all', given: { latency: 10 } }, 'pass', 'updated'],
    ['is not written from a scaled run', { found: none, given: scaled }, 'inconclusive', undefined],
    ['is not compared with a scaled run', { found, given: scaled }, 'inconclusive', undefined],
    ['is not renewed from a scaled run', { found, mode: 'all', given: scaled }, 'inconclusive', undefined],
    ['is not written from an aborted run', { found: none, given: aborted }, 'inconclusive', undefined],
    ['is not renewed from an aborted run', { found, mode: 'all', given: { ...slower, ...aborted } }, 'fail', undefined],
    ['is not written from an empty run', { found: none, given: empty }, 'inconclusive', undefined],
    ['is not renewed from an empty run', { found, mode: 'all', given: empty }, 'inconclusive', undefined],
    ['that is corrupt is left alone', { found: corrupt }, 'inconclusive', undefined],
    ['that is corrupt is renewed with -u', { found: corrupt, mode: 'all' }, 'pass', 'updated'],
    ['of another profile is left alone', { found: otherProfile }, 'inconclusive', undefined],
    ['of another profile is renewed with -u', { found: otherProfile, mode: 'all' }, 'pass', 'updated'],
    ['of another name is left alone', { found: ofAnother }, 'inconclusive', undefined],
    ['of another name is renewed with -u', { found: ofAnother, mode: 'all' }, 'pass', 'updated'],
    ['of an unknown profile is left alone', { found: unknownProfile }, 'inconclusive', undefined],
  ])('%s', (_, asked, state, kind) => {
    const { ruling, write } = ask(asked)
    expect({ state: ruling.state, kind: write?.kind }).toEqual({ state, kind })
    expect(ruling.message).toMatch(/^a run: /)
  })

  it.each<[Asked, string]>([
    [{ found: none }, 'there was no baseline: a.here.json is written when the test has passed'],
    [
      { found: none, mode: 'none' },
      'there is no baseline, and in CI none is written; run the test elsewhere, or with -u, and commit a.here.json',
    ],
    [{ found: none, given: scaled }, 'this run is at a scale of 0.1, and baselines are of whole runs; leave LOAD_SCALE out'],
    [
      { found: none, given: aborted },
      'there was no baseline, and this run is none to keep as one: the run was aborted after 5 s (enough): let it complete',
    ],
    [{ found: none, given: empty }, 'there was no baseline, and this run is none to keep as one: no request came to an end'],
    [
      { found: corrupt },
      "the baseline a.here.json can't be compared with: Expected a baseline as JSON, got something else; restore it from version " +
        'control, or renew it with -u',
    ],
    [
      { found: otherProfile },
      "the baseline a.here.json can't be compared with: it is of another profile (5 users for 10 s; this run: 1 user for " +
        '10 s); run it as the baseline was run, or renew it with -u',
    ],
  ])('says what is the matter (%#)', (asked, message) => {
    expect(ask(asked).ruling.message).toBe(`a run: ${message}`)
  })

  it('of another environment is a warning', () => {
    expect(ask({ found: elsewhere, mode: 'none' }).ruling.warning).toBe(
      'there is no baseline of here (only of laptop), so nothing was compared; run the test with -u there, and commit a.here.json',
    )
  })

  it('keeps the runs before it only where a run that matches is added', () => {
    expect(ask({ found, mode: 'all', given: slower }).write?.baseline.runs).toHaveLength(1)
    const added = ask({ found, mode: 'none', addsRuns: true }).write
    expect(added?.kind).toBe('updated')
    expect(added?.baseline.runs.map(({ time }) => time)).toEqual([LATER.startedAt, '2026-01-01T00:00:00.000Z'])
    expect(ask({ found, given: slower, addsRuns: true }).write).toBeUndefined()
  })

  it('tells of another target', () => {
    const ofV1: FoundBaseline = { kind: 'baseline', baseline: { ...kept, environment: { ...kept.environment, target: 'v1' } } }
    expect(ask({ found: ofV1, target: 'v2' }).ruling.message).toMatch(/ \[target v1 → v2\]$/)
    expect(ask({ found: ofV1, target: 'v1' }).ruling.message).not.toContain('target')
  })
})
