import { expect, test } from 'vitest'
import { ladder } from 'vitest-load'

// The same request at more and more concurrency, each step with a limit of its own.
test('ten to five hundred concurrent requests succeed', { tags: ['stress'] }, async () => {
  const steps = await ladder('GET /workflows', [10, 50, 100, 200, 500], { iterations: 1 })

  expect(steps.level(10)).toHaveSuccessRateAbove('99.9%')
  expect(steps.level(50)).toHaveSuccessRateAbove('99.9%')
  expect(steps.level(100)).toHaveSuccessRateAbove('99.9%')
  expect(steps.level(200)).toHaveSuccessRateAbove('99%')
  expect(steps.level(500)).toHaveSuccessRateAbove('95%')
  expect(steps.level(10)).toHaveThroughputAbove('50/s')
  expect(steps.level(50)).toHaveThroughputAbove('200/s')
  expect(steps.level(100)).toHaveThroughputAbove('300/s')
  expect(steps.level(200)).toHaveThroughputAbove('300/s')
  expect(steps.level(500)).toHaveThroughputAbove('200/s')
})

test('the latency keeps its limit at each rate', { tags: ['load'] }, async () => {
  const steps = await ladder('GET /health', ['50/s', '100/s', '200/s'], { duration: '10s', warmUp: '1s' })

  expect(steps.level('50/s')).toHaveP95Below('50ms')
  expect(steps.level('100/s')).toHaveP95Below('50ms')
  expect(steps.level('200/s')).toHaveP95Below('100ms')
  expect(steps.level('200/s')).toHaveThroughputAbove('180/s')
})
