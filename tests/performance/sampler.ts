import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { constantRate, load } from 'vitest-load'
import { createResources } from '../../src/metrics/create-resources.ts'
import type { SamplerTask } from '../../src/sampler/sampler-task.ts'
import { type RunSampler, startSampler } from '../../src/sampler/start-sampler.ts'
import { startFixtureProcess } from './fixture-process.ts'
import { median } from './median.ts'

// What sampling everything each second costs: the generator's thread, the machine, and the load itself.
const SECONDS = 20
/** Seconds at the beginning that are the compiler's. */
const COLD_SECONDS = 3
const RATE = 1000
/** Seconds with, and seconds without the sampler, in turn, in one run. */
const BLOCK = 5
const BLOCKS = 8

console.log(`Node ${process.version}, ${availableParallelism()} cores\n`)
const server = await startFixtureProcess()
try {
  const task: SamplerTask = {
    every: 1000,
    cuts: [],
    hasMachine: true,
    server: { port: Number(new URL(server.url).port) },
    inspectors: undefined,
    metrics: { url: `${server.url}/metrics`, watch: [], headers: {}, allowedHosts: [], tls: undefined },
  }
  await reportCost('all but metrics', { ...task, metrics: undefined })
  await reportCost('all, metrics too', task)
  await reportLag(task)
} finally {
  await server.stop()
}

/** In a process that does nothing else. */
async function reportCost(name: string, task: SamplerTask): Promise<void> {
  const started = performance.now()
  const sampler = await startedSampler(task)
  const base = performance.now() - started
  await sleep(COLD_SECONDS * 1000)
  const before = { thread: cpuOf(process.threadCpuUsage()), machine: cpuOf(process.cpuUsage()), children: cpuOfChildren() }
  await sleep(SECONDS * 1000)
  const share = (milliseconds: number): string => `${(milliseconds / SECONDS / 10).toFixed(3)} %`
  const thread = cpuOf(process.threadCpuUsage()) - before.thread
  const machine = cpuOf(process.cpuUsage()) - before.machine + cpuOfChildren() - before.children
  const { series, marks } = createResources(await sampler.end())
  console.log(`${name}: ${series.length} series, base reading after ${base.toFixed(0)} ms`)
  console.log(`  generator's thread: ${share(thread)} of a core (limit 1 %)`)
  console.log(`  machine, children included: ${share(machine)} of a core (limit 3 %)`)
  for (const { message } of marks) console.log(`  ${message}`)
}

async function reportLag(task: SamplerTask): Promise<void> {
  const total = (BLOCKS * BLOCK + COLD_SECONDS) * 1000
  const loading = load(function nothing() {}, constantRate(RATE, total), { sample: false })
  await sleep(COLD_SECONDS * 1000)
  for (let block = 0; block < BLOCKS; block += 1) {
    const sampler = block % 2 === 1 ? await startedSampler(task) : undefined
    await sleep(BLOCK * 1000 - 500)
    await sampler?.end()
    await sleep(500)
  }
  const result = await loading
  // The seconds in which it starts and ends belong to neither.
  const lags = Array.from({ length: BLOCKS }, (_, block) => {
    const start = (COLD_SECONDS + block * BLOCK + 1) * 1000
    return result.between(start, start + (BLOCK - 2) * 1000).health.scheduleLag
  })
  const middle = (isSampled: boolean, figure: 'p50' | 'p99' | 'max'): string => {
    const mine = lags.filter((_, block) => (block % 2 === 1) === isSampled).map((lag) => lag[figure] ?? Number.NaN)
    return `${figure} ${median(mine).toFixed(4)} ms`
  }
  console.log(`\nschedule lag of ${RATE}/s, ${BLOCKS} blocks of ${BLOCK} s in turn, in one run (medians of the blocks):`)
  for (const isSampled of [false, true]) {
    const figures = (['p50', 'p99', 'max'] as const).map((figure) => middle(isSampled, figure))
    console.log(`  ${isSampled ? 'with the sampler:   ' : 'without the sampler:'} ${figures.join(', ')}`)
  }
}

async function startedSampler(task: SamplerTask): Promise<RunSampler> {
  const sampler = startSampler(task, () => 0)
  await sampler.ready()
  sampler.begin(performance.now())
  return sampler
}

/** Milliseconds. */
function cpuOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

/** Milliseconds of children that have ended, in hundredths of a second; 0 where there is no `/proc`. */
function cpuOfChildren(): number {
  if (process.platform !== 'linux') return 0
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}
