import { expect, it } from 'vitest'
import { errorCategories } from '../../metrics/error-category.ts'
import { failedBy, runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { errorRules } from './errors.ts'

it.each(errorCategories)('tells of %s alone, with something to do', (category) => {
  const result = runOf({ requestAt: (_, index) => (index % 100 === 7 ? failedBy(category) : {}) })
  const findings = errorRules.flatMap((rule) => rule(result, defaultThresholds) ?? [])
  expect(findings).toEqual([
    {
      code: `errors-${category}`,
      severity: 'problem',
      message: expect.stringMatching(/^60 requests or iterations \(1 %\) \w+/),
      recommendation: expect.stringMatching(/^[A-Z].{20}/),
      at: 70,
      endpoint: 'GET /health',
    },
  ])
})

it.each([
  [6, 'problem'],
  [600, 'warning'],
  [3000, 'info'],
])('of one request in %i is a %s', (every, severity) => {
  const result = runOf({ requestAt: (_, index) => (index % every === 0 ? failedBy('rate-limited') : {}), every: 5 })
  expect(errorRules.flatMap((rule) => rule(result, defaultThresholds) ?? [])).toMatchObject([
    { code: 'errors-rate-limited', severity },
  ])
})

it('has nothing to tell without errors', () => {
  expect(errorRules.flatMap((rule) => rule(runOf(), defaultThresholds) ?? [])).toEqual([])
})
