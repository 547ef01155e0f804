import { describe, expect, it } from 'vitest'
import { constantVus } from '../profile/constant-vus.ts'
import type { StageSpan } from '../profile/timeline.ts'
import { type Ended, measuredTime } from './measured-time.ts'

interface Given {
  readonly planned?: number | undefined
  readonly lastEnd?: number
}

/** The measured time of scenarios that are planned for 10 s and whose last iteration ended at 9.9 s, but for what a test says. */
function timeOf(parts: readonly Given[], ended: Partial<Ended> = {}, isTogether = parts.length > 1) {
  const given = parts.map((part) => ({ planned: 10_000, lastEnd: 9900, ...part }))
  const stagesOf = (planned: number | undefined): StageSpan[] => [
    { name: 'all', start: 0, end: planned ?? Number.POSITIVE_INFINITY },
  ]
  const plan = {
    profile: isTogether ? { kind: 'together' as const, profiles: {} } : constantVus(1, '10s'),
    parts: given.map(({ planned }, index) => ({ script: { name: `s${index}` }, planned, stages: stagesOf(planned) })) as never,
  }
  const lastEndOf = (name: string): number => given[Number(name.slice(1))]?.lastEnd ?? 0
  return measuredTime(plan, { outcome: { state: 'completed' }, usedUpAt: undefined, lastEndOf, ...ended })
}
const aborted = (at: number): Ended['outcome'] => ({ state: 'aborted', reason: 'enough', at })

describe('one scenario', () => {
  it.each<[string, Given, Partial<Ended>, number]>([
    ['is measured as planned', {}, {}, 10_000],
    ['is measured as planned, even if it ends later', { lastEnd: 12_000 }, {}, 10_000],
    ['is measured to its last iteration where these are counted', { planned: undefined }, {}, 9900],
    ['is measured until it was aborted', {}, { outcome: aborted(3000) }, 3000],
    ['is measured as planned where it was aborted later', {}, { outcome: aborted(12_000) }, 10_000],
    ['is measured until it was aborted where iterations are counted', { planned: undefined }, { outcome: aborted(3000) }, 3000],
    ['is measured to the end of what was in flight when nothing more might be sent', { lastEnd: 2500 }, { usedUpAt: 2000 }, 2500],
    ['is measured to when nothing more might be sent', { lastEnd: 0 }, { usedUpAt: 2000 }, 2000],
    ['is measured as planned where what was in flight took longer', { lastEnd: 30_000 }, { usedUpAt: 2000 }, 10_000],
    ['is measured for no time where all was sent before it began', { lastEnd: 0 }, { usedUpAt: Number.NEGATIVE_INFINITY }, 0],
    [
      'is measured until it was aborted, even if nothing more might be sent',
      { lastEnd: 9000 },
      { usedUpAt: 2000, outcome: aborted(4000) },
      4000,
    ],
  ])('%s', (_, part, ended, duration) => {
    expect(timeOf([part], ended)).toEqual({ duration, stages: [{ name: 'all', start: 0, end: duration }] })
  })
})

describe('several', () => {
  it('are measured to the end of the last one, each with stages up to its own', () => {
    const parts = [{}, { planned: 4000 }, { planned: undefined, lastEnd: 12_000 }]
    expect(timeOf(parts)).toEqual({
      duration: 12_000,
      stages: [
        { name: 'all', start: 0, end: 10_000, scenario: 's0' },
        { name: 'all', start: 0, end: 4000, scenario: 's1' },
        { name: 'all', start: 0, end: 12_000, scenario: 's2' },
      ],
    })
  })

  it('name their stages by the scenario also where there is only one', () => {
    expect(timeOf([{}], {}, true).stages).toMatchObject([{ scenario: 's0' }])
  })
})
