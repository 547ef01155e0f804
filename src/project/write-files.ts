import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportFile } from '../report/report-file.ts'

/** Writes files into a folder, which is made where it isn't there; each under another name first, so that nobody reads half of one. */
export async function writeFiles(folder: string, files: readonly ReportFile[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, text } of files) {
    const unfinished = join(folder, `.${process.pid}_${name}.tmp`)
    try {
      await writeFile(unfinished, text)
      await rename(unfinished, join(folder, name))
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => {})
      throw error
    }
  }
}
