import { expect, test } from 'vitest'
import { fanOut } from 'vitest-load'

// The same request at more and more concurrency, each step with a limit of its own.
test.for([
  { concurrent: 10, above: '99.9%', throughput: '50/s' },
  { concurrent: 50, above: '99.9%', throughput: '200/s' },
  { concurrent: 100, above: '99.9%', throughput: '300/s' },
  { concurrent: 200, above: '99%', throughput: '300/s' },
  { concurrent: 500, above: '95%', throughput: '200/s' },
] as const)('$concurrent concurrent requests succeed', { tags: ['stress'] }, async ({ concurrent, above, throughput }) => {
  const result = await fanOut(concurrent, 'GET /workflows')

  expect(result).toHaveSuccessRateAbove(above)
  expect(result).toHaveThroughputAbove(throughput)
})
