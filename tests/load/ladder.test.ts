import { expect, test } from 'vitest'
import { ladder } from 'vitest-load'
import { measuredCalmly } from '../measured-calmly.ts'

// The same request at more and more concurrency, each step with a limit of its own.
test('ten to five hundred concurrent requests succeed', { tags: ['stress'] }, async () => {
  const steps = await ladder('GET /workflows', [10, 50, 100, 200, 500], { iterations: 1 })

  expect(steps.level(10)).toHaveSuccessRateAbove('99.9%')
  expect(steps.level(50)).toHaveSuccessRateAbove('99.9%')
  expect(steps.level(100)).toHaveSuccessRateAbove('99.9%')
  expect(steps.level(200)).toHaveSuccessRateAbove('99%')
  expect(steps.level(500)).toHaveSuccessRateAbove('95%')
  // A level is over in some milliseconds, so it has to bear a machine that does something else for a second.
  expect(steps.level(10)).toHaveThroughputAbove('5/s')
  expect(steps.level(50)).toHaveThroughputAbove('20/s')
  expect(steps.level(100)).toHaveThroughputAbove('40/s')
  expect(steps.level(200)).toHaveThroughputAbove('80/s')
  expect(steps.level(500)).toHaveThroughputAbove('100/s')
})

test('the latency keeps its limit at each rate', { tags: ['load'] }, async () => {
  const rates = ['50/s', '100/s', '200/s'] as const
  await measuredCalmly(
    async () => {
      const steps = await ladder('GET /health', rates, { duration: '10s', warmUp: '1s' })
      return rates.map((rate) => steps.level(rate))
    },
    ([low, middle, high]) => {
      expect(low).toHaveP95Below('100ms')
      expect(middle).toHaveP95Below('100ms')
      expect(high).toHaveP95Below('250ms')
      expect(high).toHaveThroughputAbove('180/s')
    },
  )
})
