import { spawn } from 'node:child_process'

// The group's own guard is stopped with it, and could not kill it any more.
const GUARD = 'cat <&3 >/dev/null 2>&1; kill -KILL -"$1" 2>/dev/null'

/** Kills a process group that is paused when this process is gone, until the returned function is called. */
export function guardPaused(group: number): () => void {
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(group)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  guard.on('error', () => {})
  guard.unref()
  const pipe = guard.stdio[3]
  if (pipe && 'unref' in pipe) (pipe as unknown as { unref(): void }).unref()
  return () => {
    try {
      // Whole, or its `cat` would end and it would do what it is there for.
      if (guard.pid !== undefined) process.kill(-guard.pid, 'SIGKILL')
    } catch {
      // It has gone by itself.
    }
  }
}
