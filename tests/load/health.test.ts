import { expect, test } from 'vitest'
import { constantVus, load } from 'vitest-load'

test('GET /health holds 100 virtual users', { tags: ['load'] }, async () => {
  const result = await load('GET /health', constantVus(100, '10s'))

  expect(result).toHaveSuccessRateAbove('99%')
  expect(result).toHaveP95Below('500ms')
  expect(result).toHaveThroughputAbove('1000/s')
})

test('GET /health answers at all', { tags: ['smoke'] }, async () => {
  const result = await load('GET /health', constantVus(1, '1s'))

  expect(result).toHaveNoErrors()
  expect(result).toHaveSucceededAtLeast(10)
})
