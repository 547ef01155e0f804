import { cpus, loadavg } from 'node:os'
import type { ProcessFigures } from './process-figures.ts'
import type { SystemFigures } from './system-figures.ts'

type SystemInformation = typeof import('systeminformation')

// Loaded only where there is no `/proc`: it was measured to take 40 ms of CPU, and starts programs for most of its figures.
async function load(): Promise<SystemInformation> {
  const { default: library } = (await import('systeminformation')) as unknown as { default: SystemInformation }
  return library
}

/** The machine's figures by the means of each system. */
export async function readSystemByLibrary(): Promise<SystemFigures> {
  const { mem, networkStats } = await load()
  const [memory, network] = await Promise.all([mem(), networkStats('*')])
  const outside = network.filter(({ iface }) => !/^lo\d*$|loopback/i.test(iface))
  return {
    cores: cpus().map(({ times: { user, nice, sys, idle, irq } }) => {
      const busy = user + nice + sys + irq
      return { busy, total: busy + idle }
    }),
    memory: memory.active,
    swap: memory.swapused,
    networkReceived: outside.reduce((total, { rx_bytes }) => total + rx_bytes, 0),
    networkSent: outside.reduce((total, { tx_bytes }) => total + tx_bytes, 0),
    // Windows has none, and says 0.
    load: process.platform === 'win32' ? undefined : loadavg()[0],
  }
}

/** All processes of the machine. */
export async function listProcessesByLibrary(): Promise<readonly ProcessFigures[]> {
  const { processes } = await load()
  // Windows tells shares of the whole machine, all others of one core.
  const wholes = process.platform === 'win32' ? cpus().length : 1
  return (await processes()).list.map(({ pid, parentPid, cpu, memRss, started }) => ({
    pid,
    parent: parentPid,
    started,
    cores: (cpu / 100) * wholes,
    memory: memRss * 1024,
  }))
}

/** The processes that listen on a port of this machine. */
export async function findListenersByLibrary(port: number): Promise<readonly number[]> {
  const { networkConnections } = await load()
  const connections = await networkConnections()
  const listening = connections.filter(({ state, localPort }) => /^LISTEN/i.test(state) && Number(localPort) === port)
  return [...new Set(listening.map(({ pid }) => pid).filter((pid) => pid > 0))]
}
