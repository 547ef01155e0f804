const controller = new AbortController()
const late = new AbortController()
let running = 0

/** Milliseconds in which Vitest's cancel, which goes by its main process, reaches the running test. */
const HEAD_START = 250

/** Aborts when the terminal or CI interrupts the run. Vitest tells only the running test, not a load in `beforeAll`. */
export const interruption: AbortSignal = controller.signal

/** Aborts a little later: a load in a test is to end as Vitest ends the test, cancelled by the user, wherever that is quick enough. */
export const lateInterruption: AbortSignal = late.signal

/**
 * Keeps Ctrl-C from killing this process: it goes to the whole process group, and without a listener the fork would be gone before
 * its load could drain and report. Vitest's main process ends the run.
 */
export function listenForInterruption(): void {
  process.on('SIGINT', interrupt)
}

/** Until the returned function is called, SIGTERM ends loads too; afterwards it ends the process, as Vitest stops its forks with it. */
export function holdTermination(): () => void {
  if (running === 0) process.on('SIGTERM', interrupt)
  running += 1
  return () => {
    running -= 1
    if (running === 0) process.off('SIGTERM', interrupt)
  }
}

function interrupt(signal: NodeJS.Signals): void {
  const reason = new Error(`interrupted by ${signal}`)
  controller.abort(reason)
  setTimeout(() => late.abort(reason), HEAD_START)
}
