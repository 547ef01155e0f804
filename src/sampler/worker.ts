import { parentPort, workerData } from 'node:worker_threads'
import { type Clock, systemClock } from '../core/clock.ts'
import { monotonicNow } from '../core/monotonic-now.ts'
import { readGeneratorCell } from './generator-cell.ts'
import { createGeneratorProbe } from './generator-probe.ts'
import type { Probe } from './probe.ts'
import { Sampler } from './sampler.ts'
import type { SamplerAnswer, SamplerData, SamplerOrder } from './sampler-task.ts'

// The thread of the sampler. What a task doesn't need is not loaded.
const { task, cell } = workerData as SamplerData
const clock: Clock = { now: monotonicNow, sleep: systemClock.sleep }
const sampler = new Sampler({ probes: await createProbes(), every: task.every, cuts: task.cuts, clock })
parentPort?.on('message', (order: SamplerOrder) => void follow(order))
await sampler.base()
answer({ kind: 'ready' })

async function follow(order: SamplerOrder): Promise<void> {
  if (order.kind === 'begin') sampler.begin(order.zero)
  else answer({ kind: 'ended', resources: await sampler.end() })
}

function answer(message: SamplerAnswer): void {
  parentPort?.postMessage(message)
}

async function createProbes(): Promise<readonly Probe[]> {
  const { every, hasMachine, server, inspectors, metrics } = task
  const probes: Probe[] = []
  if (hasMachine) {
    const { createSystemProbe } = await import('./system-probe.ts')
    const { createGpuProbe } = await import('./gpu-probe.ts')
    probes.push(createSystemProbe(), createGeneratorProbe({ state: () => readGeneratorCell(cell), every }))
    const gpu = createGpuProbe()
    if (gpu !== undefined) probes.push(gpu)
  }
  if (server !== undefined) {
    const { createServerProbe } = await import('./server-probe.ts')
    const { createProcessReader } = await import('./process-reader.ts')
    probes.push(createServerProbe(server, createProcessReader()))
  }
  if (inspectors !== undefined) {
    const { createInspectorProbe } = await import('./inspector-probe.ts')
    probes.push(createInspectorProbe(inspectors))
  }
  if (metrics !== undefined) {
    const { createMetricsProbe } = await import('./metrics-probe.ts')
    const { createScraper } = await import('./scrape.ts')
    probes.push(createMetricsProbe({ watch: metrics.watch, ...(await createScraper(metrics)) }))
  }
  return probes
}
