import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds after the start at which all is compiled, and CPU time begins to be counted. */
export const WINDOW_START = 2000
/** Milliseconds after the start at which it ends to be counted. */
export const WINDOW_END = 5000

/** Microseconds of CPU that this process takes in the window; `onEdge` is called at both its ends. */
export async function measureWindow(onEdge: () => void = () => {}): Promise<number> {
  await sleep(WINDOW_START)
  onEdge()
  const before = process.cpuUsage()
  await sleep(WINDOW_END - WINDOW_START)
  onEdge()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
