import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ProcessGroup, startProcessGroup } from './process-group.ts'

const groups: ProcessGroup[] = []

function start(command: string, cwd = process.cwd()): ProcessGroup {
  const group = startProcessGroup(command, { cwd, env: process.env })
  groups.push(group)
  return group
}

afterEach(async () => {
  await Promise.all(groups.splice(0).map((group) => group.stop()))
})

/** The process ids that a command has written. */
async function pidsOf({ output }: { output: { last(count: number): readonly string[] } }, count: number): Promise<number[]> {
  return await vi.waitFor(
    () => {
      const pids = output.last(count).map(Number)
      expect(pids).toHaveLength(count)
      return pids
    },
    { timeout: 20_000 },
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A zombie has ended, even if nobody reaps it.
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 20_000 })
}

describe.skipIf(process.platform === 'win32')('startProcessGroup', () => {
  it('runs a shell command, and keeps what it wrote', async () => {
    const group = start('echo one && echo two >&2; echo "$((1 + 2))"')
    expect(await group.exited).toBe('exited with code 0')
    expect(group.output.last(10).toSorted()).toEqual(['3', 'one', 'two'])
  })

  it('tells how its first process ended', async () => {
    expect(await start('exit 3').exited).toBe('exited with code 3')
    expect(await start('kill -9 $$').exited).toBe('was killed by SIGKILL')
    expect(await start('true', '/nowhere').exited).toMatch(/^could not be started in \/nowhere: /)
  })

  it('stops the command with all that it started', async () => {
    const group = start('sleep 100 & echo $!; sh -c "sleep 100 & echo \\$!; wait" & wait')
    const pids = await pidsOf(group, 2)
    await group.stop()
    expect(await group.exited).toBe('was killed by SIGTERM')
    await untilGone(pids)
  })

  it('lets the command end in its own way', async () => {
    const group = start("trap 'echo bye; exit 7' TERM; echo $$; while true; do sleep 0.05; done")
    await pidsOf(group, 1)
    await group.stop()
    expect(await group.exited).toBe('exited with code 7')
    expect(group.output.last(1)).toEqual(['bye'])
  })

  it('kills what does not listen, after five seconds', { timeout: 60_000 }, async () => {
    const group = start("trap '' TERM; echo $$; while true; do sleep 0.05; done")
    const pids = await pidsOf(group, 1)
    const started = performance.now()
    await group.stop()
    expect(performance.now() - started).toBeGreaterThan(4900)
    expect(await group.exited).toBe('was killed by SIGKILL')
    await untilGone(pids)
  })

  it('leaves nothing behind when the first process ends by itself', async () => {
    const group = start('sleep 100 & echo $!')
    const pids = await pidsOf(group, 1)
    expect(await group.exited).toBe('exited with code 0')
    await untilGone(pids)
  })

  it.each(['SIGTERM', 'SIGKILL', 'exit', 'crash'])(
    'does not outlive the process that started it, which ends by %s',
    async (end) => {
      const parent = spawn(process.execPath, ['--input-type=module', '-e', parentProgram(end)], {
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      const [line] = await once(parent.stdout, 'data')
      const pid = Number(String(line))
      expect(isRunning(pid)).toBe(true)
      const ended = once(parent, 'exit')
      if (end.startsWith('SIG')) parent.kill(end as NodeJS.Signals)
      else parent.stdin.write('end')
      await ended
      await untilGone([pid])
    },
  )
})

/** Starts a group, tells the process id of its command, and ends when it is told to. */
function parentProgram(end: string): string {
  const endings: Record<string, string> = { exit: 'process.exit(0)', crash: "throw new Error('crash')" }
  return `
    import { startProcessGroup } from ${JSON.stringify(import.meta.resolve('./process-group.ts'))}
    const group = startProcessGroup('echo $$; exec sleep 100', { cwd: process.cwd(), env: process.env })
    const timer = setInterval(() => {
      const [pid] = group.output.last(1)
      if (pid === undefined) return
      clearInterval(timer)
      console.log(pid)
    }, 20)
    process.stdin.once('data', () => { ${endings[end] ?? ''} })`
}
