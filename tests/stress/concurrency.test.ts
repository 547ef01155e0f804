import { expect, test } from 'vitest'
import { constantVus, fanOut, load } from 'vitest-load'

test('500 concurrent requests of one endpoint', { tags: ['stress'] }, async () => {
  const result = await fanOut(500, 'GET /health')

  expect(result).toHaveSuccessRateAbove('95%')
})

test('1,000 concurrent requests of mixed endpoints', { tags: ['stress'] }, async () => {
  const paths = ['/health', '/config', '/capabilities', '/workflows']
  const mixed = Array.from({ length: 1000 }, (_, index) => paths[index % paths.length] ?? '/health')
  const result = await fanOut(mixed, ({ http, data }) => http.get(data))

  expect(result).toHaveSuccessRateAbove('90%')
})

test('sustained load neither crashes, hangs nor bloats the server', { tags: ['stress'] }, async () => {
  const before = await residentMemory()
  const result = await load('GET /workflows', constantVus(200, '15s'))

  expect(result).toHaveSuccessRateAbove('95%')
  expect(await load('GET /health', constantVus(1, '1s'))).toHaveNoErrors()
  // A server that kept even 100 bytes of each request would be far beyond it.
  expect((await residentMemory()) - before).toBeLessThan(150 * 1024 ** 2)
})

/** Bytes, by the server's own metrics. */
async function residentMemory(): Promise<number> {
  let text = ''
  await fanOut(1, async ({ http }) => {
    text = (await http.get('/metrics')).text()
  })
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])
}
