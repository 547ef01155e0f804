import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

let held: typeof import('./interruption.ts')
let before: { SIGINT: number; SIGTERM: number }

function listeners(): { SIGINT: number; SIGTERM: number } {
  return { SIGINT: process.listenerCount('SIGINT'), SIGTERM: process.listenerCount('SIGTERM') }
}

beforeEach(async () => {
  vi.resetModules()
  held = await import('./interruption.ts')
  before = listeners()
})

afterEach(() => {
  vi.useRealTimers()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    for (const listener of process.listeners(signal).slice(before[signal])) process.off(signal, listener)
  }
})

describe('interruption', () => {
  it('aborts at SIGINT instead of ending the process', () => {
    held.listenForInterruption()
    expect(held.interruption.aborted).toBe(false)
    process.emit('SIGINT', 'SIGINT')
    expect(held.interruption.reason).toMatchObject({ message: 'interrupted by SIGINT' })
  })

  it('gives Vitest a head start in a test', async () => {
    vi.useFakeTimers()
    held.listenForInterruption()
    process.emit('SIGINT', 'SIGINT')
    vi.advanceTimersByTime(249)
    expect(held.lateInterruption.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(held.lateInterruption.reason).toBe(held.interruption.reason)
  })

  it('holds SIGTERM for as long as any load runs, and no longer', () => {
    const releaseOne = held.holdTermination()
    const releaseTwo = held.holdTermination()
    expect(listeners().SIGTERM).toBe(before.SIGTERM + 1)
    releaseOne()
    expect(listeners().SIGTERM).toBe(before.SIGTERM + 1)
    process.emit('SIGTERM', 'SIGTERM')
    expect(held.interruption.reason).toMatchObject({ message: 'interrupted by SIGTERM' })
    releaseTwo()
    expect(listeners()).toEqual(before)
  })
})
