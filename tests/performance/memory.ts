import { availableParallelism } from 'node:os'
import { constantVus, load } from 'vitest-load'
import { createRandom } from '../../src/core/random.ts'
import { createResult } from '../../src/metrics/load-result.ts'
import { LoggingRecorder } from '../../src/metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../../src/metrics/samples.fixture.ts'
import { startFixtureProcess } from './fixture-process.ts'

const collect = globalThis.gc
if (collect === undefined) throw new Error('Expected node to run with --expose-gc: use `npm run bench:memory`')

console.log(`Node ${process.version}, ${availableParallelism()} cores\n`)
const server = await startFixtureProcess()
try {
  const heapAfter = new Map<number, number>()
  const readings = [2, 10].map((second) =>
    setTimeout(() => {
      collect()
      collect()
      heapAfter.set(second, process.memoryUsage().heapUsed)
    }, second * 1000),
  )
  const result = await load('GET /health', constantVus(1000, '11s'), { baseUrl: server.url })
  for (const reading of readings) clearTimeout(reading)
  const megabytes = (second: number): number => (heapAfter.get(second) ?? Number.NaN) / 1024 ** 2
  console.log(`1,000 users, ${result.requests.succeeded.toLocaleString('en-US')} requests in 11 s:`)
  for (const second of [2, 10]) console.log(`  heap at ${second} s, collected: ${megabytes(second).toFixed(1)} MB`)
  console.log(`  difference: ${(megabytes(10) - megabytes(2)).toFixed(2)} MB (limit 5)\n`)
} finally {
  await server.stop()
}

const random = createRandom(1)
const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 60_000 }] })
for (let moment = 0; moment < 60_000; moment += 10) {
  for (let endpoint = 0; endpoint < 10; endpoint += 1) {
    const latency = 5 * Math.exp(2 * (random.next() + random.next() + random.next() - 1.5))
    recorder
      .scope('browse', moment)
      .request(
        sample({ end: moment, endpoint: `GET /endpoint/${endpoint}`, latency, serviceTime: latency * 0.98, ttfb: latency * 0.9 }),
      )
  }
}
const stored = JSON.stringify(
  createResult(facts({ duration: 60_000, stages: [{ name: '', start: 0, end: 60_000 }] }), recorder.finish(60_000)),
)
console.log(`a result of 10 endpoints and 60 s at 100/s each: ${(stored.length / 1024 ** 2).toFixed(3)} MB as JSON (limit 1)`)
