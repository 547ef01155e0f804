import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { processesIn } from './processes.ts'

export interface Finished {
  /** `null` where a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Both, as they came. */
  readonly output: string
}

/** `vitest run` under way. */
export interface Run {
  readonly finished: Promise<Finished>
  /** What it has written so far. */
  written(): string
  /** Resolves when the pattern is in what it has written so far; rejects if it ends without. */
  wrote(pattern: RegExp): Promise<void>
  /** Ctrl-C in a terminal: SIGINT to everybody in the foreground. */
  pressCtrlC(): void
  /** A signal to Vitest's main process alone. */
  kill(signal: NodeJS.Signals): void
}

interface RunOptions {
  /** Instead of `run --project load`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A user's project in a folder of its own. What runs in it ends with the test, and so does the folder. */
export interface Project {
  readonly folder: string
  start(options?: RunOptions): Run
  /** Runs to the end. */
  run(options?: RunOptions): Promise<Finished>
  /** What still runs in the folder, as commands. */
  leftovers(): Promise<readonly string[]>
}

/** Files by their path. A `vitest.config.ts` that only calls `loadProject` is written as `loadProject`. */
export interface ProjectFiles {
  /** The options of `loadProject`, as code. @default none */
  readonly loadProject?: string
  readonly [path: string]: string | undefined
}

const repository = fileURLToPath(new URL('../../', import.meta.url))
const vitest = join(repository, 'node_modules/vitest/vitest.mjs')

/** Makes a project that depends on this package, `vitest` and `vite`, by links. */
export function createProject({ loadProject = '{}', ...files }: ProjectFiles): Project {
  // On macOS the temporary folder is a link, and processes know their real one.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vitest-load-')))
  onTestFinished(() => remove(folder))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(repository, join(folder, 'node_modules/vitest-load'))
  for (const name of ['vitest', 'vite']) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name))
  const all = { 'package.json': '{ "type": "module" }', 'vitest.config.ts': configOf(loadProject), ...files }
  for (const [path, text = ''] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }

  return {
    folder,
    start: (options) => startVitest(folder, options),
    run: (options) => startVitest(folder, options).finished,
    leftovers: () => survivors(folder),
  }
}

/** A test file: what is imported stands in front of the code. */
export function testFile(code: string): string {
  return [
    "import { afterAll, beforeAll, expect, test } from 'vitest'",
    "import { constantVus, fanOut, load, scenario, sharedIterations } from 'vitest-load'",
    code,
  ].join('\n')
}

/** What Vitest printed of a test's failure; empty where the test did not fail. Tests that failed alike share it. */
export function failureOf({ output }: Finished, title: string): string {
  const isOf = (line: string): boolean => / FAIL .* > (.*?)(?: \(.*\))?$/.exec(line)?.[1] === title
  const sections = output.split(/^⎯.*$/m)
  return sections.find((section) => section.split('\n').some(isOf)) ?? ''
}

function configOf(options: string): string {
  return `
import { defineConfig } from 'vitest/config'
import { loadProject } from 'vitest-load/config'

export default defineConfig({ test: { projects: [loadProject(${options})] } })
`
}

function startVitest(folder: string, { args = ['run', '--project', 'load'], env = {} }: RunOptions = {}): Run {
  const child = spawn(process.execPath, [vitest, ...args], {
    cwd: folder,
    env: { ...plainEnvironment(), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '', output: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      written.output += text
    })
  }
  let isOver = false
  const finished = once(child, 'close').then(([code]) => {
    isOver = true
    return { code, ...written }
  })

  return {
    finished,
    written: () => written.output,
    async wrote(pattern) {
      while (!pattern.test(written.output)) {
        // What it wrote last may come after its exit.
        if (isOver) throw new Error(`Expected ${pattern} in:\n${written.output}`)
        await sleep(20)
      }
    },
    pressCtrlC: () => void process.kill(-pidOf(child), 'SIGINT'),
    kill: (signal) => void child.kill(signal),
  }
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('Expected Vitest to have been started')
  return pid
}

/** As in a user's shell: nothing of the tests around, of CI or of an agent, and no colours. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), NO_COLOR: '1' }
}

/** Milliseconds that a process may take to be gone. */
const DEPARTURE = 10_000

async function survivors(folder: string): Promise<readonly string[]> {
  for (let waited = 0; waited < DEPARTURE && processesIn(folder).length > 0; waited += 50) await sleep(50)
  return processesIn(folder).map(({ command }) => command)
}

async function remove(folder: string): Promise<void> {
  for (const { pid } of processesIn(folder)) kill(pid)
  // Who is killed may still be writing.
  for (let waited = 0; waited < DEPARTURE && processesIn(folder).length > 0; waited += 50) await sleep(50)
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}
