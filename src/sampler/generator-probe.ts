import type { Reading } from '../metrics/resource-log.ts'
import type { GeneratorState } from './generator-cell.ts'
import { Meter } from './meter.ts'
import type { Probe } from './probe.ts'

export interface GeneratorProbeOptions {
  /** What the generator's thread left last; `undefined` where it left nothing yet. */
  readonly state: () => GeneratorState | undefined
  /** Milliseconds after which the thread should have left something again. */
  readonly every: number
  /** Milliseconds of CPU that this process used so far, all threads together. */
  readonly cpuTime?: () => number
  /** Resident bytes of this process. */
  readonly memory?: () => number
}

/** Reads the generator: the process that this thread is part of. */
export function createGeneratorProbe({
  state,
  every,
  cpuTime = usedCpu,
  memory = process.memoryUsage.rss,
}: GeneratorProbeOptions): Probe {
  const cpu = new Meter()
  const loop = new Meter()
  return {
    source: 'generator',
    async read(moment) {
      const readings: Reading[] = []
      const add = (name: string, unit: string, value: number | undefined, kind: Reading['kind'] = 'gauge'): void => {
        if (value !== undefined) readings.push({ source: 'generator', name, unit, kind, value })
      }
      add('cpu', 'cores', cpu.use(cpuTime(), moment), 'span')
      add('memory', 'bytes', memory())
      const left = state()
      if (left !== undefined) {
        // A loop that did not even come to leave its figures was at work all the time.
        const overdue = Math.max(0, moment.now - left.at - 2 * every)
        const busy = loop.use(left.busy + overdue, moment, left.at + overdue)
        add('busy', 'share', busy === undefined ? undefined : Math.min(1, Math.max(0, busy)), 'span')
        add('heap', 'bytes', left.heap)
      }
      return { readings }
    },
  }
}

function usedCpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
