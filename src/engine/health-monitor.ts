import { type EventLoopUtilization, PerformanceObserver } from 'node:perf_hooks'
import type { HealthSink } from '../metrics/health-cell.ts'
import { LoopProbe } from './loop-probe.ts'
import { findThrottlingFile, type MachineCpu, readMachineCpu } from './machine-cpu.ts'
import type { RunTime } from './run-time.ts'

export interface HealthMonitorOptions {
  /** The run's time: its 0 is on the scale of `performance.now()`, and may be set later. */
  readonly time: Pick<RunTime, 'zero'>
  readonly sink: HealthSink
  /** Milliseconds spent spinning so far: the loop was not at work then. */
  readonly spun: () => number
}

/** Watches the generator while a load runs. */
export interface HealthMonitor {
  /** Notes what was used since the last call; called about once a second. Never rejects. */
  sample(): Promise<void>
  /** The same for the last time, and ends. */
  stop(): Promise<void>
}

/** What a moment of the process looked like. */
interface Snapshot {
  /** On the scale of `performance.now()`. */
  readonly at: number
  readonly loop: EventLoopUtilization
  readonly spun: number
  readonly cpu: MachineCpu
}

/** Watches this process's event loop, its garbage collection, and the machine's CPU. */
export async function watchGenerator({ time, sink, spun }: HealthMonitorOptions): Promise<HealthMonitor> {
  const group = await findThrottlingFile()
  const take = async (): Promise<Snapshot> => {
    const cpu = await readMachineCpu(group)
    return { at: performance.now(), loop: performance.eventLoopUtilization(), spun: spun(), cpu }
  }
  let last = await take()
  const probe = new LoopProbe((due, delay) => sink.loopDelay(due - time.zero, delay))
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) sink.pause(startTime - time.zero, duration)
  })
  observer.observe({ entryTypes: ['gc'] })
  const sample = async (): Promise<void> => {
    const before = last
    last = await take()
    const { active } = performance.eventLoopUtilization(last.loop, before.loop)
    sink.usage({
      start: before.at - time.zero,
      end: last.at - time.zero,
      busy: Math.max(0, active - (last.spun - before.spun)),
      cpu: {
        total: last.cpu.total - before.cpu.total,
        busy: last.cpu.busy - before.cpu.busy,
        steal: last.cpu.steal - before.cpu.steal,
      },
      throttled: last.cpu.throttled - before.cpu.throttled,
    })
  }
  return {
    sample,
    async stop() {
      probe.stop()
      observer.disconnect()
      await sample()
    },
  }
}
