import { expect, test } from 'vitest'
import { fanOut } from 'vitest-load'

// So many requests at once: all succeed, on average within a second, each within two.
test.for([
  { calls: 100, path: '/health' },
  { calls: 50, path: '/config' },
  { calls: 50, path: '/capabilities' },
  { calls: 30, path: '/workflows' },
])('$calls concurrent requests of $path', { tags: ['performance'] }, async ({ calls, path }) => {
  const result = await fanOut(calls, { path })

  expect(result).toHaveNoErrors()
  expect(result).toHaveSucceededAtLeast(calls)
  expect(result).toHaveMeanLatencyBelow('1s')
  expect(result).toHaveMaxLatencyBelow('2s')
})

test('100 concurrent requests of mixed endpoints', { tags: ['performance'] }, async () => {
  const paths = ['/health', '/config', '/capabilities', '/workflows', '/v1/models']
  const mixed = Array.from({ length: 100 }, (_, index) => paths[index % paths.length] ?? '/health')
  const result = await fanOut(mixed, ({ http, data }) => http.get(data))

  expect(result).toHaveNoErrors()
  expect(result.endpoint('GET /v1/models')).toHaveSucceededAtLeast(20)
  expect(result).toHaveMeanLatencyBelow('1s')
  expect(result).toHaveMaxLatencyBelow('2s')
})

test('any function can be fanned out, a few calls at a time', { tags: ['performance'] }, async () => {
  let underWay = 0
  const result = await fanOut(
    40,
    async ({ check }) => {
      underWay += 1
      check('never more than 10 at a time', underWay <= 10)
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay -= 1
    },
    { concurrency: 10 },
  )

  expect(result).toHaveSucceededAtLeast(40)
  expect(result).toHaveCheckRateAbove('never more than 10 at a time', '99%')
  expect(result).toHaveMeanLatencyBelow('500ms')
})
