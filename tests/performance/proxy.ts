import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { constantVus, faultProxy, latency, load } from 'vitest-load'
import { startFixtureProcess } from './fixture-process.ts'
import { median } from './median.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const SECONDS = 3
const DELAYS = [20, 200]

console.log(`Node ${process.version}, ${availableParallelism()} cores`)
const server = await startFixtureProcess()
const proxy = await faultProxy(server.url, { seed: 1 })
try {
  await compareThroughput()
  await compareLatency()
  for (const delay of DELAYS) await checkDelay(delay)
} finally {
  await proxy.close()
  await server.stop()
}

async function compareThroughput(): Promise<void> {
  const hasWrk = spawnSync('wrk', ['-v']).error === undefined
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [direct, proxied] = hasWrk ? [wrk(server.url), wrk(proxy.url)] : [await rate(server.url), await rate(proxy.url)]
    ratios.push(proxied / direct)
  }
  const shown = ratios.map((ratio) => ratio.toFixed(2)).join(' ')
  console.log(
    `50 connections, by ${hasWrk ? 'wrk' : 'load()'}: throughput × ${median(ratios).toFixed(2)} of direct (at least 0.5): ${shown}`,
  )
}

function wrk(url: string): number {
  const { stdout } = spawnSync('wrk', ['-t1', '-c50', `-d${SECONDS}s`, `${url}/health`], { encoding: 'utf8' })
  return Number(/Requests\/sec: *([\d.]+)/.exec(stdout)?.[1])
}

async function rate(baseUrl: string): Promise<number> {
  const result = await load('GET /health', constantVus(50, SECONDS * 1000), { baseUrl, sample: false })
  return result.throughput.mean ?? Number.NaN
}

/** Low load: one request at a time, with pauses, so that nothing waits for anything but the way. */
async function compareLatency(): Promise<void> {
  const added: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) added.push((await p50(proxy.url)) - (await p50(server.url)))
  console.log(`one connection at a time: p50 + ${median(added).toFixed(3)} ms (at most 0.2)`)
}

async function checkDelay(delay: number): Promise<void> {
  const errors: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await p50(proxy.url)
    const slow = await proxy.add(latency(delay))
    errors.push((await p50(proxy.url)) - before - delay)
    await slow.remove()
  }
  console.log(`latency('${delay}ms'): p50 off by ${median(errors).toFixed(3)} ms (at most 1)`)
}

async function p50(baseUrl: string): Promise<number> {
  const result = await load('GET /health', constantVus(1, SECONDS * 1000), { baseUrl, sample: false })
  return result.latency.p50 ?? Number.NaN
}
