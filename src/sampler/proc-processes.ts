import { type ProcFiles, tryRead } from './proc-files.ts'
import { type ProcessFigures, treeOf } from './process-figures.ts'

/** Milliseconds: Linux tells CPU times to programs in hundredths of a second, whatever it counts itself. */
const TICK = 10

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly started: string
  readonly cpuTime: number
}

/** The processes of `roots` and all that they started, from Linux's `/proc`. */
export function listTreeFromProc(proc: ProcFiles, roots: readonly number[]): readonly ProcessFigures[] {
  const pids = proc.list('').filter((entry) => /^\d+$/.test(entry))
  const all = pids.flatMap((pid) => tryRead(() => readStat(proc.text(`${pid}/stat`))) ?? [])
  // One that ended between the two looks is no longer there.
  return treeOf(all, roots).flatMap((stat) => tryRead(() => ({ ...stat, ...readStatus(proc, stat.pid) })) ?? [])
}

/** `pid (name) state ppid …`; the name may hold anything, a parenthesis too. A process that has ended, but was not reaped, is none. */
function readStat(text: string): Stat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = '', parent] = fields
  if ('ZX'.includes(state)) return undefined
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(parent),
    cpuTime: (Number(fields[11]) + Number(fields[12])) * TICK,
    started: fields[19] ?? '',
  }
}

function readStatus(proc: ProcFiles, pid: number): Pick<ProcessFigures, 'memory' | 'threads' | 'files'> {
  const text = proc.text(`${pid}/status`)
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  // Of another user's process, older systems don't let everybody see the files.
  return { memory: field('VmRSS') * 1024, threads: field('Threads'), files: tryRead(() => proc.openFiles(pid)) }
}
