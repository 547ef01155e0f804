import type { Vitest } from 'vitest/node'

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/** What stands between the first interrupt and the end of the run. */
export interface Takeover {
  /** Does what the first Ctrl-C does. */
  interrupt(): void
  /** Gives the signals back. After an interrupt it sets the exit code that says so. */
  end(): void
}

/**
 * Lets the first Ctrl-C (or SIGTERM, as from a container's stop) end the run in good order, so that tests report what they measured.
 * Vitest would exit at once; that is left to the second.
 */
export function takeOverInterrupts(vitest: Vitest, onInterrupt: () => void): Takeover {
  const signals = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]
  const former = signals.map((signal) => ({ signal, listeners: process.rawListeners(signal) as NodeJS.SignalsListener[] }))
  let exitCode: number | undefined
  const interrupt = (signal: NodeJS.Signals): void => {
    exitCode = SIGNALS[signal as keyof typeof SIGNALS]
    giveBack()
    onInterrupt()
    // Whatever it rejects with, the run rejects with as well.
    vitest.cancelCurrentRun('keyboard-input').catch(() => {})
  }
  const giveBack = (): void => {
    for (const { signal, listeners } of former.splice(0)) {
      process.off(signal, interrupt)
      for (const listener of listeners) process.on(signal, listener)
    }
  }
  for (const { signal, listeners } of former) {
    for (const listener of listeners) process.off(signal, listener)
    process.on(signal, interrupt)
  }
  return {
    interrupt: () => {
      if (exitCode === undefined) interrupt('SIGINT')
    },
    end() {
      giveBack()
      if (exitCode !== undefined) process.exitCode = exitCode
    },
  }
}
