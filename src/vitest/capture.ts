import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../core/errors.ts'
import type { CaptureKind, CaptureSettings } from '../core/settings.ts'
import type { KeptCapture } from '../metrics/kept-capture.ts'
import { fileStem } from '../report/file-name.ts'
import { type ServerCapture, startCapture } from '../sampler/server-capture.ts'

interface Running {
  readonly settings: CaptureSettings
  /** Settled: what it could not be begun for is told only where it would have been kept. */
  readonly begun: Promise<ServerCapture | { readonly problem: string }>
}

/** Load tests run one at a time: from the first load of a test, or of `beforeAll`, to the end of that test. */
let running: Running | undefined

/** Begins to capture the server, unless it is on already. Never rejects. */
export async function beginCapture(inspectors: readonly string[], settings: CaptureSettings): Promise<void> {
  running ??= { settings, begun: startCapture(inspectors, settings.kind).catch((error) => ({ problem: messageOf(error) })) }
  await running.begun
}

/** Ends the capture, if there is one, and keeps it under the test's name where a limit was broken. Never rejects. */
export async function endCapture(test: string, isBroken: boolean): Promise<KeptCapture | undefined> {
  if (running === undefined) return undefined
  const { settings, begun } = running
  running = undefined
  const capture = await begun
  if (!isBroken) {
    if ('drop' in capture) capture.drop()
    return undefined
  }
  const { kind } = settings
  if ('problem' in capture) return { kind, problem: capture.problem }
  try {
    return { kind, file: await write(capture, settings, test) }
  } catch (error) {
    return { kind, problem: messageOf(error) }
  }
}

const EXTENSIONS: Readonly<Record<CaptureKind, string>> = { 'cpu-profile': 'cpuprofile', 'heap-snapshot': 'heapsnapshot' }

/** Under another name first, so that nobody opens half of one. Gives the name of the file. */
async function write(capture: ServerCapture, { kind, folder }: CaptureSettings, test: string): Promise<string> {
  const stem = fileStem(new Date().toISOString(), test)
  const extension = EXTENSIONS[kind]
  const unfinished = join(folder, `.${process.pid}_${stem}.tmp`)
  try {
    await mkdir(folder, { recursive: true })
    await capture.keep(unfinished)
    const name = unusedName(folder, stem, extension)
    await rename(unfinished, join(folder, name))
    return name
  } catch (error) {
    capture.drop()
    await rm(unfinished, { force: true }).catch(() => {})
    // Of a full disk the system names no file.
    const isOfFile = error instanceof Error && 'syscall' in error
    throw isOfFile ? new Error(`${stem}.${extension}: ${error.message}`, { cause: error }) : error
  }
}

/** Tests whose names differ in what file names don't have may end in the same second. */
function unusedName(folder: string, stem: string, extension: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.${extension}`
    if (!existsSync(join(folder, name))) return name
  }
}
