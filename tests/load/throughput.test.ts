import { expect, test } from 'vitest'
import { constantVus, load } from 'vitest-load'
import { measuredCalmly } from '../measured-calmly.ts'

// How much each endpoint must carry with 50 users.
test.for([
  { path: '/health', above: '1000/s' },
  { path: '/workflows', above: '500/s' },
  { path: '/products?q=lamp', above: '100/s' },
] as const)('GET $path carries more than $above', { tags: ['performance'] }, async ({ path, above }) => {
  await measuredCalmly(
    () => load({ path }, constantVus(50, '5s')),
    (result) => {
      expect(result).toHaveThroughputAbove(above)
      expect(result).toHaveNoErrors()
    },
  )
})
