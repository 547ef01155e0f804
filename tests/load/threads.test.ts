import { expect, test } from 'vitest'
import { constantVus, load } from 'vitest-load'

test('a shop serves many visitors, who come from two threads', { tags: ['load'] }, async () => {
  const checkout = new URL('./checkout.scenario.ts', import.meta.url)
  const result = await load(checkout, constantVus(100, '5s'), { threads: 2 })

  expect(result.endpoint('GET /orders/:id')).toHaveP95Below('500ms')
  expect(result.endpoint('GET /products')).toHaveP95Below('500ms')
  expect(result).toHaveNoErrors()
})

test('two threads send requests one after another', { tags: ['load'] }, async () => {
  const result = await load(
    ['GET /health', 'GET /config', { path: '/echo', method: 'POST', json: { n: 1 } }],
    constantVus(10, '3s'),
    {
      threads: 2,
    },
  )

  expect(result).toHaveP95Below('500ms')
  expect(result).toHaveNoErrors()
})
