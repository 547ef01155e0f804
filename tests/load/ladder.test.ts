import { expect, test } from 'vitest'
import { fanOut } from 'vitest-load'

// The same request at more and more concurrency, each step with a limit of its own.
test.for([
  { concurrent: 10, above: '99.9%' },
  { concurrent: 50, above: '99.9%' },
  { concurrent: 100, above: '99.9%' },
  { concurrent: 200, above: '99%' },
  { concurrent: 500, above: '95%' },
] as const)('$concurrent concurrent requests succeed', { tags: ['stress'] }, async ({ concurrent, above }) => {
  const result = await fanOut(concurrent, 'GET /workflows')

  expect(result).toHaveSuccessRateAbove(above)
  expect(result).toHaveThroughputAbove('50/s')
})
