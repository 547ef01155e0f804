import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { compareTargets, constantRate, constantVus } from 'vitest-load'

/** A server that answers after so many milliseconds: a version of a service, as a job of CI would start two of them. */
async function serve(delay: number): Promise<{ readonly url: string; readonly connections: () => number }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => void setTimeout(() => response.end('ok'), delay))
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections }
}

// What a comparison takes at least. Its p50 is not moved by what holds the machine up for some hundred milliseconds.
const shortest = { blocks: 12, block: '2s' } as const

test('users tell a slower server from a faster one, over connections that are kept', { tags: ['load'] }, async () => {
  const [base, candidate] = [await serve(100), await serve(250)]
  const comparison = await compareTargets({ base: base.url, candidate: candidate.url }, 'GET /', constantVus(10, '1m'), shortest)

  expect(comparison).not.toHaveNoRegression({ p50: '50%' })
  expect(comparison.base).toHaveNoErrors()
  expect(comparison.candidate).toHaveNoErrors()
  // One to see whether it is there, and one for each user.
  expect(base.connections()).toBe(11)
  expect(candidate.connections()).toBe(11)
})

test('arrivals come to both servers alike', { tags: ['load'] }, async () => {
  const [base, candidate] = [await serve(100), await serve(250)]
  const comparison = await compareTargets(
    { base: base.url, candidate: candidate.url },
    'GET /',
    constantRate('40/s', '1m', { arrivals: 'poisson' }),
    shortest,
  )

  expect(comparison).not.toHaveNoRegression({ p50: '50%' })
  expect(comparison.base.iterations.started).toBe(comparison.candidate.iterations.started)
})
