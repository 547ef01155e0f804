import { expect, test } from 'vitest'
import { constantVus, load } from 'vitest-load'

test('GET /health holds 10 virtual users', { tags: ['load'] }, async () => {
  const result = await load('GET /health', constantVus(10, '10s'), { name: 'health', warmUp: '2s' })

  expect(result).toHaveSuccessRateAbove('99%')
  expect(result).toHaveP95Below('200ms')
})
