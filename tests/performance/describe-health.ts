import type { LoadResult } from 'vitest-load'

/** How well the generator could do its work: where others use the machine's CPU, what was measured is theirs as well. */
export function describeHealth({ health }: LoadResult): string {
  const { busy = Number.NaN, loopDelay, cpu } = health
  const machine = cpu.machine === undefined ? 'unknown' : `${(cpu.machine * 100).toFixed(0)} %`
  return `generator busy ${(busy * 100).toFixed(0)} %, loop delay p99 ${loopDelay.p99?.toFixed(2)} ms, CPU of the machine in use ${machine}`
}
