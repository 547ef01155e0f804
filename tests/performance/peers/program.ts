import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, open, realpath } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Peer } from './peer.ts'

/** A generator that is installed here. */
export interface Program {
  readonly peer: Peer
  /** The program, and what stands before its own arguments. */
  readonly command: readonly [string, ...string[]]
  /** `undefined` if it does not tell. */
  readonly version: string | undefined
}

/** Finds a generator's program; `undefined` if it is not installed. */
export async function findProgram(peer: Peer): Promise<Program | undefined> {
  const file = await locate(peer.program)
  if (file === undefined) return undefined
  const command: Program['command'] = (await isJavaScript(file)) ? [process.execPath, ...(peer.flags ?? []), file] : [file]
  return { peer, command, version: await readVersion(command, peer.version) }
}

/** The real path of a program, looked for among the project's own and in `PATH`. */
export async function locate(name: string): Promise<string | undefined> {
  const own = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
  // System programs are not in the path of every user.
  const folders = [own, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const file of isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))) {
    const isThere = await access(file, isAbsolute(name) ? constants.R_OK : constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return realpath(file)
  }
  return undefined
}

/** What a program prints, to both streams: some print their version as an error. */
export function readAll(command: readonly string[]): Promise<string> {
  const [file = '', ...rest] = command
  return new Promise((resolve) => {
    execFile(file, rest, { timeout: 30_000 }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
}

/** What a program prints in a directory. Rejects if it fails. */
export function readIn(directory: string, command: readonly string[]): Promise<string> {
  const [file = '', ...rest] = command
  return promisify(execFile)(file, rest, { cwd: directory, timeout: 60_000 }).then(({ stdout }) => stdout)
}

async function readVersion(command: readonly string[], version: Peer['version']): Promise<string | undefined> {
  if (version === undefined) return undefined
  return version.pattern.exec(await readAll([...command, ...version.arguments]))?.[1]
}

/** JavaScript is run by the Node that runs ours, whichever one is in the path. */
async function isJavaScript(file: string): Promise<boolean> {
  if (/\.[cm]?[jt]s$/.test(file)) return true
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0)
    return /^#!.*\bnode\b/.test(buffer.toString('latin1', 0, bytesRead))
  } finally {
    await handle.close()
  }
}
