import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createResources } from '../metrics/create-resources.ts'
import type { Resources } from '../metrics/resources.ts'
import type { SamplerTask } from './sampler-task.ts'
import { type RunSampler, startSampler } from './start-sampler.ts'

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const nothing: SamplerTask = {
  every: 100,
  cuts: [],
  hasMachine: false,
  server: undefined,
  inspectors: undefined,
  metrics: undefined,
}

async function sample(task: Partial<SamplerTask>, duration: number): Promise<Resources> {
  const sampler = await startedSampler(task)
  sampler.begin(performance.now())
  await sleep(duration)
  return createResources(await sampler.end())
}

/** A run waits for a second at most; on a busy machine it takes longer to start a thread. */
async function startedSampler(task: Partial<SamplerTask>): Promise<RunSampler> {
  const sampler = startSampler({ ...nothing, ...task }, () => 0)
  for (let seconds = 0; seconds < 10; seconds += 1) await sampler.ready()
  return sampler
}

async function answering(body: string): Promise<string> {
  const server = createServer((_, response) => response.end(body))
  closing.push(() => server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
}

describe('the sampler of a run', () => {
  it('reads the machine and the generator beside the generator’s thread', async () => {
    const { system, generator, marks } = await sample({ hasMachine: true }, 1500)
    expect(marks).toEqual([])
    // One a second would be four.
    expect(system.memory.readings).toBeGreaterThan(4)
    expect(system.cpu.mean).toBeGreaterThanOrEqual(0)
    expect(system.cores.length).toBeGreaterThan(0)
    expect(generator.heap.last).toBeGreaterThan(1_000_000)
    expect(generator.memory.last).toBeGreaterThan(generator.heap.last as number)
    expect(generator.memory.points[0]?.at).toBeLessThan(0)
  })

  it('sees the loop at work while it is stalled', async () => {
    const sampler = await startedSampler({ hasMachine: true })
    sampler.begin(performance.now())
    await sleep(250)
    const until = performance.now() + 700
    while (performance.now() < until);
    await sleep(150)
    const { generator } = createResources(await sampler.end())
    expect(generator.busy.max).toBeGreaterThan(0.8)
    expect(generator.busy.min).toBeLessThan(0.5)
  })

  it('scrapes the server', async () => {
    const url = await answering('# TYPE made_total counter\nmade_total 7\n')
    const metrics = { url, watch: [], headers: {}, allowedHosts: [], tls: undefined }
    expect((await sample({ metrics }, 300)).metric('made_total').last).toBe(7)
  })

  it('ends at once where it never began', async () => {
    const sampler = startSampler(nothing, () => 0)
    expect(await sampler.end()).toEqual({ series: [], marks: [] })
    expect(await sampler.end()).toEqual({ series: [], marks: [] })
  })

  it('says why it sampled nothing', async () => {
    const task = { ...nothing, server: { pid: (() => 1) as unknown as number } }
    const sampler = startSampler(task, () => 0)
    await sampler.ready()
    sampler.begin(0)
    const { marks } = await sampler.end()
    expect(marks[0]?.message).toMatch(/^the sampler failed: it could not start: .*could not be cloned/)
  })
})
