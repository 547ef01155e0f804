import type { Reading } from '../metrics/resource-log.ts'
import { Meter } from './meter.ts'
import type { Probe } from './probe.ts'
import { readProc } from './proc-files.ts'
import { readSystemFromProc } from './proc-system.ts'
import type { SystemFigures } from './system-figures.ts'

/** Reads the whole machine: CPU, memory, swap, network and load. */
export function createSystemProbe(readSystem: () => Promise<SystemFigures> = defaultReader()): Probe {
  const all = new Meter()
  const each: Meter[] = []
  return {
    source: 'system',
    async read(moment) {
      const { cores, memory, swap, networkReceived, networkSent, load } = await readSystem()
      const readings: Reading[] = []
      const add = (name: string, kind: Reading['kind'], unit: string, value: number | undefined, core?: string): void => {
        if (value === undefined) return
        readings.push({ source: 'system', name, kind, unit, value, ...(core !== undefined && { labels: { core } }) })
      }
      add('cpu', 'span', 'share', all.use(sum(cores, 'busy'), moment, sum(cores, 'total')))
      for (const [index, { busy, total }] of cores.entries()) {
        each[index] ??= new Meter()
        add('core', 'span', 'share', each[index].use(busy, moment, total), `${index}`)
      }
      add('memory', 'gauge', 'bytes', memory)
      add('swap', 'gauge', 'bytes', swap)
      add('networkReceived', 'counter', 'bytes', networkReceived)
      add('networkSent', 'counter', 'bytes', networkSent)
      add('load', 'gauge', '', load)
      return { readings }
    },
  }
}

function defaultReader(): () => Promise<SystemFigures> {
  if (process.platform !== 'linux') return async () => await (await import('./system-information.ts')).readSystemByLibrary()
  const proc = readProc()
  return async () => readSystemFromProc(proc)
}

function sum(cores: SystemFigures['cores'], field: 'busy' | 'total'): number {
  return cores.reduce((total, core) => total + core[field], 0)
}
