import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = fileURLToPath(new URL('..', import.meta.url))

/** A run of Vitest in a process of its own. */
export interface InnerRun {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  /** What it has written so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>
  /** Resolves when it has written this to its standard output. */
  wrote(text: string): Promise<void>
}

interface InnerOptions {
  readonly env?: NodeJS.ProcessEnv
  /** In a process group of its own, as in a terminal. */
  readonly detached?: boolean
}

/** Writes files into a directory that lasts as long as the test. In their text `@/` stands for this library's sources. */
export async function createProject(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'vitest-load-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }))
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction')
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), text.replaceAll("'@/", `'${source}`))
  }
  return directory
}

/** Runs Vitest there, without what this Vitest has put into the environment. */
export function runVitest(directory: string, args: readonly string[], { env, detached = false }: InnerOptions = {}): InnerRun {
  const {
    VITEST: _,
    VITEST_MODE: __,
    VITEST_POOL_ID: ___,
    VITEST_WORKER_ID: ____,
    TEST: _____,
    NODE_ENV: ______,
    ...inherited
  } = process.env
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [program, ...args], {
    cwd: directory,
    detached,
    env: { ...inherited, CI: '', NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    written.stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    written.stderr += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    process: child,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    ended,
    wrote: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!written.stdout.includes(text)) return
          child.stdout.off('data', look)
          resolve()
        }
        child.stdout.on('data', look)
        ended.then(() => reject(new Error(`It ended without writing ${text}:\n${written.stdout}\n${written.stderr}`)))
        look()
      }),
  }
}

/** A module that loads nothing, but reports as `load()` does. */
export const fakeLoad = `
import { currentRunContext } from '@/vitest/run-context.ts'
import { shopResult } from '@/report/result.fixture.ts'

const profile = { kind: 'constant-vus', vus: 10, duration: 12_000 }
const run = { name: 'a load', model: 'closed', profile, stages: [{ name: 'peak', start: 0, end: 12_000 }] }
const progress = { phase: 'running', planned: 12_000, stage: 'peak', vus: 10, requests: 100, failed: 0, throughput: 100, p95: 12, run }

export function fakeLoad({ steps = 12, name = undefined } = {}) {
  const context = currentRunContext()
  const run = async () => {
    for (let step = 0; step < steps && !context.signal.aborted; step += 1) {
      const latest = { start: step * 1000 - 1000, end: step * 1000, vus: 10, succeeded: 100, failed: 0, errors: {} }
      context.progress({ ...progress, elapsed: step * 1000, ...(step > 0 && { latest }) })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const { aborted, reason } = context.signal
    const outcome = aborted ? { state: 'aborted', reason: reason.message, at: 100 } : { state: 'completed' }
    const result = shopResult({ name: name ?? context.name, outcome })
    context.report(result)
    if (aborted) throw new Error('aborted')
    return result
  }
  const running = run()
  context.drain(running)
  return running
}
`
