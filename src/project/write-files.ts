import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../core/errors.ts'
import type { ReportFile } from '../report/report-file.ts'

/**
 * Writes files into a folder, which is made where it isn't there; each under another name first, so that nobody reads half of one. Rejects
 * with the name of the first file that can't be written: of a full disk the system says none.
 */
export async function writeFiles(
  folder: string,
  files: readonly ReportFile[],
  write: typeof writeFile = writeFile,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, text } of files) {
    const unfinished = join(folder, `.${process.pid}_${name}.tmp`)
    try {
      await write(unfinished, text)
      await rename(unfinished, join(folder, name))
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => {})
      throw new Error(`${name}: ${messageOf(error)}`, { cause: error })
    }
  }
}
