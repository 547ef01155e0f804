import { availableParallelism } from 'node:os'
import { constantRate, constantVus, type LoadResult, load } from 'vitest-load'
import { describeHealth } from './describe-health.ts'
import { startServerProcess } from './fixture-process.ts'

// What is measured, against what a server is known to have done.
const SECONDS = 10
const STALL = 1000
const RATE = 100
const USERS = 5
/** Milliseconds above which a request was hit by the stall. */
const SLOW = 10

console.log(`Node ${process.version}, ${availableParallelism()} cores\n`)
await showStall()
for (const distribution of ['fixed', 'log-normal']) await showDelays(distribution)

async function showStall(): Promise<void> {
  const open = await stalled((baseUrl) => load('GET /', constantRate(RATE, SECONDS * 1000), { baseUrl }))
  const closed = await stalled((baseUrl) => load('GET /', constantVus(USERS, SECONDS * 1000), { baseUrl }))
  const { latency } = open
  // Who is due in the stall waits for the rest of it, so the latencies of the slow ones are its length down to 0.
  const slowest = (STALL * RATE) / 1000
  const rank = open.requests.total - Math.ceil(0.99 * open.requests.total)
  const computed = STALL - ((rank + 0.5) * STALL) / slowest
  const p99 = latency.p99 ?? Number.NaN
  console.log(`a server that stands still for ${STALL} ms in a run of ${SECONDS} s`)
  console.log(`  open, ${RATE}/s: ${latency.countAbove(SLOW)} requests above ${SLOW} ms (some ${slowest} were due in the stall)`)
  const quarters = [0, 0.25, 0.5, 0.75].map((share) => nthSlowest(open, share * slowest).toFixed(0))
  console.log(`    the slowest, and the next at each quarter of them: ${quarters.join(', ')} ms`)
  console.log(`    p99 ${p99.toFixed(0)} ms, computed ${computed.toFixed(0)} ms: ${difference(p99, computed)} (limit 5 %)`)
  console.log(`  closed, ${USERS} users: ${closed.latency.countAbove(STALL / 2)} slow requests, one a user`)
  console.log(`    p99 ${closed.latency.p99?.toFixed(2)} ms: the requests that were not sent in the stall are not there`)
  console.log(`  ${describeHealth(open)}\n`)
}

async function stalled(run: (baseUrl: string) => Promise<LoadResult>): Promise<LoadResult> {
  const server = await startServerProcess('stalling-server.ts', [String((SECONDS * 1000) / 2), String(STALL)])
  try {
    return await run(server.url)
  } finally {
    await server.stop()
  }
}

async function showDelays(distribution: string): Promise<void> {
  const server = await startServerProcess('delaying-server.ts', [distribution])
  try {
    // The compiler's time is not the server's.
    await load('GET /warm', constantRate('200/s', '1s'), { baseUrl: server.url })
    const result = await load('GET /held', constantRate('200/s', SECONDS * 1000), { baseUrl: server.url })
    const { latency } = result
    const reply = await fetch(`${server.url}/log`)
    const held = ((await reply.json()) as number[]).sort((a, b) => a - b)
    console.log(
      `a server that holds requests for a time that is ${distribution}: ${latency.count} requests at 200/s, it held ${held.length}`,
    )
    for (const percent of [50, 95, 99]) {
      const [measured, real] = [latency.percentile(percent) ?? Number.NaN, percentileOf(held, percent)]
      const limit = 0.5 + real / 100
      console.log(
        `  p${percent}: measured ${measured.toFixed(2)} ms, held ${real.toFixed(2)} ms: ${(measured - real).toFixed(3)} ms apart (limit ${limit.toFixed(2)})`,
      )
    }
    console.log(`  ${describeHealth(result)}\n`)
  } finally {
    await server.stop()
  }
}

/** The latency of the slowest request but n. */
function nthSlowest({ latency }: LoadResult, n: number): number {
  return latency.percentile((1 - (n + 0.5) / latency.count) * 100) ?? Number.NaN
}

/** By the nearest rank, of ascending values. */
function percentileOf(values: readonly number[], percent: number): number {
  return values[Math.ceil((percent / 100) * values.length) - 1] ?? Number.NaN
}

function difference(measured: number, computed: number): string {
  return `${((measured / computed - 1) * 100).toFixed(1)} % apart`
}
