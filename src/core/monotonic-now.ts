/** Milliseconds on a scale that all threads of a process share; that of `performance.now()` is each thread's own. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
