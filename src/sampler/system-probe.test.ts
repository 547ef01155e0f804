import { describe, expect, it } from 'vitest'
import { fakeProc } from './proc.fixture.ts'
import { readProc } from './proc-files.ts'
import { readSystemFromProc } from './proc-system.ts'
import type { SystemFigures } from './system-figures.ts'
import { listProcessesByLibrary, readSystemByLibrary } from './system-information.ts'
import { createSystemProbe } from './system-probe.ts'

const files = {
  stat: 'cpu  30 0 20 50 0 0 0 0 0 0\ncpu0 10 5 5 70 5 3 2 10 0 0\ncpu1 0 0 0 100 0 0 0 0 0 0\nintr 1\n',
  meminfo:
    'MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\nSwapTotal:       50 kB\nSwapFree:        20 kB\n',
  'net/dev':
    'Inter-|   Receive   |  Transmit\n face |bytes packets|bytes packets\n    lo: 999 1 0 0 0 0 0 0 999 1 0 0\n  eth0: 100 1 0 0 0 0 0 0 70 1 0 0\n wlan0:1 1 0 0 0 0 0 0 2 1 0 0\n',
  loadavg: '1.25 0.5 0.1 1/100 1234\n',
}

describe('the figures of Linux', () => {
  it('are read from /proc', () => {
    expect(readSystemFromProc(fakeProc(files))).toEqual({
      cores: [
        { busy: 25, total: 110 },
        { busy: 0, total: 100 },
      ],
      memory: 600 * 1024,
      swap: 30 * 1024,
      networkReceived: 101,
      networkSent: 72,
      load: 1.25,
    })
  })

  it('have no figure that cannot be read', () => {
    expect(readSystemFromProc(fakeProc({ loadavg: files.loadavg }))).toEqual({ cores: [], load: 1.25 })
  })

  it('have an estimate of old kernels, which tell not what is available', () => {
    const meminfo = 'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 150 kB\n'
    expect(readSystemFromProc(fakeProc({ meminfo })).memory).toBe(700 * 1024)
  })
})

describe('the system', () => {
  const figures = (busy: number, total: number): SystemFigures => ({
    cores: [
      { busy, total },
      { busy: 0, total },
    ],
    memory: 5,
  })

  it('has the use of all cores and of each', async () => {
    const seconds = [figures(100, 1000), figures(150, 1100)]
    const probe = createSystemProbe(async () => seconds.shift() as SystemFigures)
    await probe.read({ now: 0, shortest: 0 })
    const { readings } = await probe.read({ now: 1000, shortest: 0 })
    expect(readings).toEqual([
      { source: 'system', name: 'cpu', kind: 'span', unit: 'share', value: 0.25 },
      { source: 'system', name: 'core', kind: 'span', unit: 'share', value: 0.5, labels: { core: '0' } },
      { source: 'system', name: 'core', kind: 'span', unit: 'share', value: 0, labels: { core: '1' } },
      { source: 'system', name: 'memory', kind: 'gauge', unit: 'bytes', value: 5 },
    ])
  })
})

if (process.platform !== 'linux') console.log('Not tested here: /proc, which only Linux has')

describe.runIf(process.platform === 'linux')('the figures of this machine', () => {
  it('are about the same by either means', { timeout: 20_000 }, async () => {
    const own = readSystemFromProc(readProc())
    const library = await readSystemByLibrary()
    expect(own.cores).toHaveLength(library.cores.length)
    expect(own.networkReceived).toBeLessThanOrEqual(library.networkReceived as number)
    expect(Math.abs((own.memory ?? 0) / (library.memory ?? 0) - 1)).toBeLessThan(0.5)
    // Whoever is busy beside this test may swap between the two readings.
    expect(Math.abs((own.swap ?? Number.NaN) - (library.swap ?? Number.NaN))).toBeLessThan(64 * 1024 ** 2)
    expect(own.load).toBeGreaterThanOrEqual(0)
  })

  it('count the open files of this process as its folder lists them', () => {
    const proc = readProc()
    expect(Math.abs(proc.openFiles(process.pid) - proc.list(`${process.pid}/fd`).length)).toBeLessThan(10)
    expect(proc.openFiles(process.pid)).toBeGreaterThan(10)
  })

  it('have this process among all, by the library too', { timeout: 20_000 }, async () => {
    const found = (await listProcessesByLibrary()).find(({ pid }) => pid === process.pid)
    expect(found).toMatchObject({ parent: process.ppid })
    expect(found?.memory).toBeGreaterThan(10 * 1024 ** 2)
    expect(found?.cores).toBeGreaterThanOrEqual(0)
  })
})
