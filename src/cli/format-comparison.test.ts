import { expect, it } from 'vitest'
import type { RowComparison } from '../baseline/compare-summaries.ts'
import { formatComparison } from './format-comparison.ts'

it('tells of more endpoints than a call can have arguments', () => {
  const row = (name: string): RowComparison => ({ name, state: 'too few', changes: [], notes: [] })
  const endpoints = Array.from({ length: 200_000 }, (_, index) => row(`GET /${index}`))
  const comparison = { service: 'gateway', isRegression: false, total: row('all requests'), endpoints }
  const lines = formatComparison(comparison, { paint: (_, text) => text }).split('\n')
  expect(lines).toHaveLength(endpoints.length + 2)
  expect(lines.at(-1)).toBe('  · all requests  too few')
})
