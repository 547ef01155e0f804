import { describe, expect, it } from 'vitest'
import type { HealthSink, UsageSample } from '../metrics/health-cell.ts'
import { watchGenerator } from './health-monitor.ts'

interface Seen {
  readonly delays: number[]
  readonly pauses: number[]
  readonly usages: UsageSample[]
}

function sink(): HealthSink & Seen {
  const seen: Seen = { delays: [], pauses: [], usages: [] }
  return {
    ...seen,
    loopDelay: (_, delay) => void seen.delays.push(delay),
    pause: (_, duration) => void seen.pauses.push(duration),
    usage: (sample) => void seen.usages.push(sample),
  }
}

/** Keeps the event loop from turning. */
function stall(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('whoever watches the generator', () => {
  it('sees a stalled loop, and the time that it was busy', async () => {
    const seen = sink()
    const monitor = await watchGenerator({ time: { zero: performance.now() }, sink: seen, spun: () => 0 })
    await pause(30)
    stall(150)
    await pause(30)
    await monitor.stop()
    expect(Math.max(...seen.delays)).toBeGreaterThan(100)
    const [usage] = seen.usages
    expect(usage?.busy).toBeGreaterThanOrEqual(140)
    expect((usage?.end ?? 0) - (usage?.start ?? 0)).toBeGreaterThanOrEqual(200)
    expect(usage?.cpu.total).toBeGreaterThan(0)
  })

  it('does not take spinning for work', async () => {
    const seen = sink()
    let spun = 0
    const monitor = await watchGenerator({ time: { zero: performance.now() }, sink: seen, spun: () => spun })
    const begin = performance.now()
    stall(1000)
    spun = performance.now() - begin
    await pause(1)
    await monitor.stop()
    expect(seen.usages[0]?.busy).toBeLessThan(500)
  })

  it('sees pauses to collect garbage', async () => {
    const seen = sink()
    const monitor = await watchGenerator({ time: { zero: performance.now() }, sink: seen, spun: () => 0 })
    for (let n = 0; n < 200 && seen.pauses.length === 0; n += 1) {
      const garbage = Array.from({ length: 50_000 }, (_, index) => ({ index }))
      await pause(garbage.length > 0 ? 1 : 0)
    }
    await monitor.stop()
    expect(seen.pauses.length).toBeGreaterThan(0)
  })

  it('notes the time before a run as before it', async () => {
    const seen = sink()
    const time = { zero: Number.POSITIVE_INFINITY }
    const monitor = await watchGenerator({ time, sink: seen, spun: () => 0 })
    await pause(20)
    time.zero = performance.now()
    await monitor.stop()
    expect(seen.usages[0]?.start).toBeLessThan(-10)
    expect(seen.usages[0]?.end).toBeGreaterThanOrEqual(0)
  })
})
