import { describe, expect, it } from 'vitest'
import { ResourceSeriesView } from '../metrics/resource-series.ts'
import type { ResourceKind } from '../metrics/resources.ts'
import { judgeIncrease } from './increase.ts'
import { readings } from './resources.fixture.ts'

describe('an increase', () => {
  it.each<[ResourceKind, readonly number[], string]>([
    ['counter', [3, 3, 8], 'pass: jobs: rose from 3 to 8, expected an increase (3 readings)'],
    ['counter', [3, 3, 3], 'fail: jobs: did not rise above 3, expected an increase (3 readings)'],
    ['gauge', [3, 9, 3], 'pass: jobs: rose from 3 to 9, expected an increase (3 readings)'],
    ['gauge', [3, 2, 3], 'fail: jobs: did not rise above 3, expected an increase (3 readings)'],
    ['gauge', [3], 'inconclusive: jobs: there is no increase to judge, because it was read only once; let the load run longer'],
    ['gauge', [], 'inconclusive: jobs: there is no increase to judge, because nothing was sampled; let the load run longer'],
  ])('of a %s of %j', (kind, values, verdict) => {
    const { state, message } = judgeIncrease(new ResourceSeriesView(readings('metrics', 'jobs', values, { kind })))
    expect(`${state}: ${message}`).toBe(verdict)
  })

  it('has its opposite', () => {
    const { negated } = judgeIncrease(new ResourceSeriesView(readings('metrics', 'jobs', [1, 2], { unit: 'bytes' })))
    expect(negated).toMatchObject({
      state: 'fail',
      message: 'jobs: rose from 1 bytes to 2 bytes, expected no increase (2 readings)',
      expected: 'no increase',
    })
  })
})
