import type { Work } from './peer.ts'
import { readAll } from './program.ts'

/** Files that this process and its children may open. Node itself has raised the soft limit to it. */
export async function readOpenFilesLimit(): Promise<number> {
  const limit = Number((await readAll(['bash', '-c', 'ulimit -Hn'])).trim())
  // More than anybody needs here, and nginx reserves memory for each.
  return Number.isInteger(limit) ? Math.min(limit, ENOUGH) : ENOUGH
}

/** Why there are too few for so many connections; `undefined` if there are enough. */
export function lacksOpenFiles(work: Work, limit: number): string | undefined {
  const needed = (work.kind === 'users' ? work.users : work.connections) + SPARE
  return needed <= limit ? undefined : `${needed} open files are needed, and ${limit} allowed: raise \`ulimit -n\``
}

const ENOUGH = 65_536
const SPARE = 500
