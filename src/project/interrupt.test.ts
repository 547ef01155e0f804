import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Vitest } from 'vitest/node'
import { takeOverInterrupts } from './interrupt.ts'

const former = vi.fn()

/** Takes over with one listener there before, which is Vitest's. */
function takeOver(): { cancel: ReturnType<typeof vi.fn>; announce: ReturnType<typeof vi.fn>; end: () => void } {
  process.once('SIGINT', former)
  const cancel = vi.fn(async () => {})
  const announce = vi.fn()
  const { end } = takeOverInterrupts({ cancelCurrentRun: cancel } as unknown as Vitest, announce)
  return { cancel, announce, end }
}

afterEach(() => {
  process.off('SIGINT', former)
  process.exitCode = undefined
  vi.clearAllMocks()
})

describe('takeOverInterrupts', () => {
  it('cancels the run at the first interrupt, and leaves the second to Vitest', () => {
    const { cancel, announce, end } = takeOver()
    process.emit('SIGINT', 'SIGINT')
    expect(announce).toHaveBeenCalledOnce()
    expect(cancel).toHaveBeenCalledExactlyOnceWith('keyboard-input')
    expect(former).not.toHaveBeenCalled()
    process.emit('SIGINT', 'SIGINT')
    expect(former).toHaveBeenCalledOnce()
    expect(cancel).toHaveBeenCalledOnce()
    end()
  })

  it('gives the signals back at the end, as they were', () => {
    const before = process.rawListeners('SIGTERM')
    const { cancel, end } = takeOver()
    expect(process.rawListeners('SIGTERM')).not.toEqual(before)
    end()
    expect(process.rawListeners('SIGTERM')).toEqual(before)
    process.emit('SIGINT', 'SIGINT')
    process.emit('SIGINT', 'SIGINT')
    // It was there once only.
    expect(former).toHaveBeenCalledOnce()
    expect(cancel).not.toHaveBeenCalled()
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with the exit code of %s', (signal, code) => {
    const { end } = takeOver()
    process.emit(signal, signal)
    process.exitCode = 1
    end()
    expect(process.exitCode).toBe(code)
  })

  it('leaves the exit code alone without an interrupt', () => {
    takeOver().end()
    expect(process.exitCode).toBeUndefined()
  })
})
