import { expect, it } from 'vitest'
import { type GeneratorReport, mergeReports } from './load-generator.ts'

/** A thread that had nothing to tell, but for what a test says. */
const report = (given: Partial<GeneratorReport> = {}): GeneratorReport => ({
  lastEnds: {},
  lastSample: 0,
  warmUp: { requests: 0, failed: 0 },
  hasTooManyEndpoints: false,
  hasTooManyChecks: false,
  hasTooManyTrends: false,
  usedUpAt: undefined,
  hasRefused: false,
  withoutRows: new Map(),
  ...given,
})

it('the reports of several threads add up', () => {
  const one = report({
    lastEnds: { browse: 900, buy: 300 },
    lastSample: 950,
    warmUp: { requests: 5, failed: 1 },
    withoutRows: new Map([['buy', 2]]),
  })
  const other = report({
    lastEnds: { browse: 700, buy: 800 },
    lastSample: 990,
    warmUp: { requests: 2, failed: 0 },
    hasRefused: true,
    withoutRows: new Map([['buy', 1]]),
  })
  expect(mergeReports([one, other])).toEqual(
    report({
      lastEnds: { browse: 900, buy: 800 },
      lastSample: 990,
      warmUp: { requests: 7, failed: 1 },
      hasRefused: true,
      withoutRows: new Map([['buy', 3]]),
    }),
  )
})

it.each([
  [[100, 400], 400],
  [[100, undefined], undefined],
  [[], undefined],
])('all was sent when the last thread had sent its share: %s', (moments, usedUpAt) => {
  expect(mergeReports(moments.map((moment) => report({ usedUpAt: moment })))).toMatchObject({ usedUpAt })
})
