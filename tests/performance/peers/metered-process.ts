import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { locate, readAll } from './program.ts'

/** What a process took, its descendants included, from its start to its end. */
export interface Cost {
  /** Seconds of CPU time, user and system. */
  readonly cpu: number
  /** Seconds that it ran. */
  readonly elapsed: number
  /** Bytes of memory at the peak, of the largest process among them; `undefined` where nothing tells. */
  readonly memory: number | undefined
}

/** Runs a command under something that asks the kernel for its cost when it has ended. */
export interface Meter {
  readonly name: string
  wrap(command: readonly string[], file: string): readonly string[]
  read(line: string): Cost
}

export interface MeteredOptions {
  readonly command: readonly string[]
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
  /** Seconds after which it is killed. */
  readonly limit: number
  readonly signal: AbortSignal
}

/** GNU time where it is installed; else bash, which knows the CPU time only. */
export async function findMeter(): Promise<Meter> {
  for (const name of ['time', 'gtime']) {
    const file = await locate(name)
    if (file !== undefined && (await readAll([file, '--version'])).includes('GNU')) return gnuTime(file)
  }
  return bashTime
}

/** Runs a command to its end. Rejects with what it said if it fails. */
export async function runMetered(
  meter: Meter,
  options: MeteredOptions,
): Promise<{ readonly output: string; readonly cost: Cost }> {
  const { command, directory, environment, limit, signal } = options
  const costFile = join(directory, 'cost')
  const [file = '', ...rest] = meter.wrap(command, costFile)
  // In a group of its own, so that the command goes with its meter.
  const child = spawn(file, rest, {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const kill = (): void => killGroup(child.pid)
  const timer = setTimeout(kill, limit * 1000)
  signal.addEventListener('abort', kill)
  try {
    const [output, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    signal.throwIfAborted()
    if (code === null) throw new Error(`Expected it to end within ${limit} s, and killed it`)
    if (code !== 0) throw new Error(`Expected it to end with 0, got ${code}: ${tail(complaints) || tail(output)}`)
    return { output, cost: meter.read((await readFile(costFile, 'utf8')).trim().split('\n').at(-1) ?? '') }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
  }
}

function gnuTime(file: string): Meter {
  return {
    name: 'GNU time',
    wrap: (command, costFile) => [file, '--quiet', '--format=%U %S %e %M', `--output=${costFile}`, '--', ...command],
    read: (line) => readCost(line, 4),
  }
}

/** Finer than GNU time, but it does not know memory. */
export const bashTime: Meter = {
  name: 'bash',
  wrap: (command, costFile) => ['bash', '-c', BASH, 'bash', costFile, ...command],
  read: (line) => readCost(line, 3),
}

// `time` writes to the error stream of the shell, the command to what that was before.
const BASH = `TIMEFORMAT='%3U %3S %3R'; file=$1; shift; { time "$@" 2>&3; } 3>&2 2>"$file"`

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function readCost(line: string, fields: number): Cost {
  const [user = Number.NaN, system = Number.NaN, elapsed = Number.NaN, kilobytes] = line.split(' ').map(Number)
  if (line.split(' ').length !== fields || !Number.isFinite(user + system + elapsed)) {
    throw new Error(`Expected ${fields} figures from the meter, got '${line}'`)
  }
  return { cpu: user + system, elapsed, memory: kilobytes === undefined ? undefined : kilobytes * 1024 }
}

function tail(said: string): string {
  return said.trim().slice(-600)
}
