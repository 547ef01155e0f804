import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasMembers } from './group-members.ts'
import { OutputTail } from './output-tail.ts'
import { guardPaused } from './pause-guard.ts'

/** A command and everything that it starts. */
export interface ProcessGroup {
  /** Its first process; `undefined` where it could not be started. */
  readonly pid: number | undefined
  readonly output: OutputTail
  /** How its first process ended, in words: `exited with code 1`. */
  readonly exited: Promise<string>
  /** SIGTERM, and SIGKILL after 5 s. Resolves when the group is gone. */
  stop(): Promise<void>
  /** SIGKILL. Resolves when the group is gone, and its ports are free. */
  kill(): Promise<void>
  /** SIGSTOP; whether the system has it. */
  pause(): boolean
  /** SIGCONT. */
  resume(): void
}

interface GroupOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Gets each line that it writes. */
  readonly onLine?: (line: string) => void
}

const GRACE = 5000
const OUTPUT_GRACE = 100
const POLL = 20

/**
 * Runs a shell command in a process group of its own, so that Ctrl-C does not reach it and it can be killed with all that it started.
 * The group outlives neither its first process nor this one, however they end.
 */
export function startProcessGroup(command: string, { onLine, ...options }: GroupOptions): ProcessGroup {
  const child = process.platform === 'win32' ? spawnOnWindows(command, options) : spawnGuarded(command, options)
  const output = new OutputTail(onLine)
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) output.follow(stream)
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(`could not be started in ${options.cwd}: ${message}`))
    child.once('exit', (code, signal) => resolve(signal === null ? `exited with code ${code}` : `was killed by ${signal}`))
  })
  let isStopping = false
  let unguard: (() => void) | undefined
  const resume = (): void => {
    if (unguard === undefined) return
    kill(child, 'SIGCONT')
    unguard()
    unguard = undefined
  }
  releaseEventLoop(child)
  killAtExit(child)

  return {
    pid: child.pid,
    output,
    exited: ended.then(async (exit) => {
      if (!isStopping) end(child)
      await within(OUTPUT_GRACE, allRead(child))
      return exit
    }),
    async stop() {
      isStopping = true
      child.ref()
      kill(child, 'SIGTERM')
      // One that is paused would not hear of it.
      resume()
      await gone(child)
      end(child)
      await ended
      await gone(child)
    },
    async kill() {
      isStopping = true
      child.ref()
      end(child)
      unguard?.()
      unguard = undefined
      await ended
      await gone(child)
    },
    pause() {
      if (process.platform === 'win32' || child.pid === undefined) return false
      unguard ??= guardPaused(child.pid)
      kill(child, 'SIGSTOP')
      return true
    },
    resume,
  }
}

// A guard in the group holds the other end of a pipe to this process. When this process is gone, even by SIGKILL, the pipe ends, and
// the guard kills the group.
// It is a grandchild whose parent is gone: what is sampled as the server is the command and its children, and no guard.
const GUARDED = '( (cat <&3; kill -KILL 0) >/dev/null 2>&1 & ); exec /bin/sh -c "$1" 3<&-'

function spawnGuarded(command: string, options: SpawnOptions): ChildProcess {
  return spawn('/bin/sh', ['-c', GUARDED, 'sh', command], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
}

function spawnOnWindows(command: string, options: SpawnOptions): ChildProcess {
  return spawn(command, { ...options, shell: true, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Vitest shall be able to end without waiting for the server. */
function releaseEventLoop(child: ChildProcess): void {
  child.unref()
  for (const stream of child.stdio) if (stream && 'unref' in stream) (stream as { unref(): void }).unref()
}

async function allRead({ stdout, stderr }: ChildProcess): Promise<void> {
  for (const stream of [stdout, stderr]) if (stream !== null && !stream.readableEnded) await once(stream, 'end')
}

const living = new Set<ChildProcess>()

function killAtExit(child: ChildProcess): void {
  living.add(child)
  // Once, however many groups there are.
  process.off('exit', killLiving)
  process.on('exit', killLiving)
}

function killLiving(): void {
  for (const child of living) kill(child, 'SIGKILL')
}

function end(child: ChildProcess): void {
  kill(child, 'SIGKILL')
  living.delete(child)
}

function isAlive({ pid }: ChildProcess): boolean {
  return pid !== undefined && process.platform !== 'win32' && hasMembers(pid)
}

/** Waits until nobody is left of the group, but not for ever. A shell may be gone before the server that it has started. */
async function gone(child: ChildProcess): Promise<void> {
  for (let waited = 0; isAlive(child) && waited < GRACE; waited += POLL) await sleep(POLL)
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'])
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // There is nobody left.
  }
}

async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  await Promise.race([promise, sleep(milliseconds, undefined, { signal: timer.signal }).catch(() => {})])
  timer.abort()
}
