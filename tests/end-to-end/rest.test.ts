import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createProject, testFile } from './project.ts'

it('warms up before a load, which counts for nothing, and cools down after it', async () => {
  const arrived: number[] = []
  const server = createServer((_, response) => {
    arrived.push(performance.now())
    response.end('ok')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { run } = createProject({
    loadProject: `{ baseUrl: 'http://127.0.0.1:${(server.address() as AddressInfo).port}', coolDown: '2s' }`,
    'tests/load/heavy.test.ts': testFile(`
      const polite = scenario({ name: 'polite', thinkTime: '10ms', run: ({ http }) => http.get('/') })
      test.for([1, 2])('heavy load %i', async () => {
        const result = await load(polite, constantVus(5, '600ms'), { warmUp: '600ms' })
        console.log('measured ' + result.requests.total + ' in ' + result.duration)
      })
    `),
  })
  const { stdout, code } = await run()

  const measured = [...stdout.matchAll(/measured (\d+) in 600/g)].map(([, count]) => Number(count))
  expect(measured).toHaveLength(2)
  // The warm-up was as long as what is measured, but a busy machine may do less in the one than in the other.
  const total = measured.reduce((sum, count) => sum + count, 0)
  expect(arrived.length).toBeGreaterThan(total * 1.1)
  expect(arrived.length).toBeLessThan(total * 10)
  const gaps = arrived.slice(1).map((at, index) => at - (arrived[index] as number))
  // Its edges may have been seen late.
  expect(gaps.filter((gap) => gap > 1000)).toHaveLength(1)
  expect(code).toBe(0)
})
