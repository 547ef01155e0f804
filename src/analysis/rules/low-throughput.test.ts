import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { lowThroughput } from './low-throughput.ts'

it('tells that more users did not get more done', () => {
  expect(lowThroughput(runOf({ vusAt: (second) => (second < 30 ? 50 : 100) }), defaultThresholds)).toMatchObject({
    code: 'low-throughput',
    severity: 'warning',
    message: 'Throughput did not grow with the users: 100/s with 50 users and 100/s with 100',
  })
})

it.each([
  ['the users stayed the same', { vusAt: () => 50 }],
  ['it is the rate that was given', { vusAt: (second: number) => (second < 30 ? 50 : 100), model: 'open' as const }],
  [
    'it grew with them',
    {
      vusAt: (second: number) => (second < 30 ? 50 : 100),
      requestAt: (moment: number, index: number) =>
        moment < 30_000 && index % 2 === 0 ? { outcome: 'interrupted' as const } : {},
    },
  ],
])('has nothing to tell where %s', (_, given) => {
  expect(lowThroughput(runOf(given), defaultThresholds)).toBeUndefined()
})
