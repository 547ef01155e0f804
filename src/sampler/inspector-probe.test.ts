import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createInspectorProbe } from './inspector-probe.ts'
import type { Probe } from './probe.ts'

const children: ChildProcess[] = []
const probes: Probe[] = []

afterEach(async () => {
  for (const probe of probes.splice(0)) await probe.close?.()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A Node process with an inspector, that runs a program which writes when it is ready. */
async function start(program: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', program], { stdio: ['pipe', 'pipe', 'pipe'], env: {} })
  children.push(child)
  const [said] = (await once(child.stderr as NodeJS.ReadableStream, 'data')) as [Buffer]
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return { child, url: /ws:\S+/.exec(String(said))?.[0] ?? '' }
}

const listening = `require('node:http').createServer().listen(0, '127.0.0.1', () => console.log('up'));`
const waiting = `setInterval(() => {}, 1000); console.log('up');`

function probeOf(...urls: readonly string[]): Probe {
  const probe = createInspectorProbe(urls)
  probes.push(probe)
  return probe
}

async function read(probe: Probe): Promise<Record<string, number>> {
  const { readings } = await probe.read({ now: performance.now(), shortest: 0 })
  return Object.fromEntries(readings.map(({ name, value }) => [name, value]))
}

describe('a Node server that is inspected', () => {
  it('tells its heap at once, and its loop and collections from the second reading on', async () => {
    const { url } = await start(listening)
    const probe = probeOf(url)
    expect(Object.keys(await read(probe))).toEqual(expect.arrayContaining(['heap', 'external', 'gcPause']))
    await sleep(1000)
    const figures = await read(probe)
    expect(figures.heap).toBeGreaterThan(1_000_000)
    expect(figures.loopDelay).toBeGreaterThanOrEqual(0)
    expect(figures.busy).toBeLessThan(0.7)
    expect(figures.gc).toBeLessThan(0.5)
  })

  it('has a late and busy loop where something blocks it', async () => {
    const { url } = await start(
      `${listening} setInterval(() => { const end = Date.now() + 150; while (Date.now() < end); }, 170)`,
    )
    const probe = probeOf(url)
    await read(probe)
    await sleep(1000)
    const { loopDelay, busy } = await read(probe)
    expect(loopDelay).toBeGreaterThan(100)
    expect(busy).toBeGreaterThan(0.5)
  })

  it('shows what it keeps, on the heap and outside of it, and what collecting costs', async () => {
    const { url } = await start(`${listening} const kept = []; let garbage
      setInterval(() => { kept.push(Buffer.alloc(1 << 20), Array.from({ length: 2e4 }, (_, i) => ({ i }))); for (let i = 0; i < 2e5; i += 1) garbage = [i, garbage?.[0]] }, 20)`)
    const probe = probeOf(url)
    const before = await read(probe)
    await sleep(1500)
    const after = await read(probe)
    expect((after.external ?? 0) - (before.external ?? 0)).toBeGreaterThan(5 * 1024 ** 2)
    expect((after.heap ?? 0) - (before.heap ?? 0)).toBeGreaterThan(5 * 1024 ** 2)
    expect(after.gc).toBeGreaterThan(0)
    expect(after.gcPause).toBeGreaterThan(0)
  })

  it('is the process that listens, of several', async () => {
    const command = await start(waiting)
    const server = await start(`globalThis.kept = Buffer.alloc(50 * 1024 ** 2); ${listening}`)
    expect((await read(probeOf(command.url, server.url))).external).toBeGreaterThan(50 * 1024 ** 2)
  })

  it('ends its figures when it dies, which is said once', async () => {
    const { child, url } = await start(listening)
    const probe = probeOf(url)
    await read(probe)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await sleep(500)
    const moment = { now: performance.now(), shortest: 0 }
    expect(await probe.read(moment)).toEqual({ readings: [], events: ['the inspector of the server closed'] })
    expect(await probe.read(moment)).toEqual({ readings: [] })
  })

  it('is left as it was', async () => {
    const { child, url } = await start(`${listening} process.on('SIGTERM', () => process.exit(3))`)
    const probe = createInspectorProbe([url])
    await read(probe)
    await probe.close?.()
    // While it is inspected, it would wait here.
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([3, null])
  })
})

describe('a server that cannot be inspected', () => {
  const moment = { now: 0, shortest: 0 }

  it('has opened no inspector', async () => {
    const message = 'the server could not be inspected: no Node process opened an inspector'
    await expect(probeOf().read(moment)).rejects.toThrow(message)
  })

  it('does not listen', async () => {
    const { url } = await start(waiting)
    const message = 'the server could not be inspected: no Node process with an inspector listens on a port'
    await expect(probeOf(url).read(moment)).rejects.toThrow(message)
  })

  it('is gone', async () => {
    const message = 'the server could not be inspected: nobody answered at its inspector'
    await expect(probeOf('ws://127.0.0.1:1/none').read(moment)).rejects.toThrow(message)
  })
})
