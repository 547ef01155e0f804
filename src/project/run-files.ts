import { appendFileSync, mkdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { messageOf } from '../core/errors.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Study } from '../metrics/study.ts'
import { fileStem, fileTime } from '../report/file-name.ts'
import { htmlFile } from '../report/html/html-file.ts'
import { markdownFile, renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/model.ts'
import { resultFiles } from '../report/result-files.ts'
import { resultTitle } from '../report/result-title.ts'
import { studyFiles } from '../report/study-files.ts'
import { writeFiles } from './write-files.ts'

/** All files of a run. What can't be written is told once for each folder, and changes nothing about how the run comes out. */
export class RunFiles {
  readonly #warn: (message: string) => void
  readonly #startedAt = new Date().toISOString()
  readonly #stems = new Set<string>()
  readonly #folders = new Set<string>()
  readonly #broken = new Set<string>()

  constructor(warn: (message: string) => void) {
    this.#warn = warn
  }

  /** Adds lines to the log of the run, which grows with it: where the run is killed, it ends there. */
  log(folder: string, text: string): void {
    if (this.#broken.has(folder)) return
    const name = `${fileTime(this.#startedAt)}_run.log`
    try {
      mkdirSync(folder, { recursive: true })
      appendFileSync(join(folder, name), `${new Date().toISOString()}  ${text.trim()}\n`)
      this.#folders.add(folder)
    } catch (error) {
      this.#tell(folder, `${name}: ${messageOf(error)}`)
    }
  }

  /** Writes what a test measured. */
  async addResult(folder: string, test: string, result: LoadResult): Promise<void> {
    this.#folders.add(folder)
    const stem = this.#unused(fileStem(result.startedAt, resultTitle(test, result.name)), folder)
    await this.#try(folder, () => writeFiles(folder, resultFiles(result, stem)))
  }

  /** The same of a benchmark or a search for a capacity. */
  async addStudy(folder: string, test: string, study: Study): Promise<void> {
    this.#folders.add(folder)
    const stem = this.#unused(fileStem(study.startedAt, resultTitle(test, study.name)), folder)
    await this.#try(folder, () => writeFiles(folder, studyFiles(study, stem)))
  }

  /** Writes the report of the whole run into each folder that has something of it; gives the pages that there are now. */
  async addReport(report: Report, otherwise: string): Promise<readonly string[]> {
    const pages: string[] = []
    for (const folder of this.#folders.size === 0 ? [otherwise] : this.#folders) {
      await this.#try(folder, async () => {
        const page = htmlFile(report)
        await writeFiles(folder, [page, markdownFile(report)])
        pages.push(join(folder, page.name))
      })
    }
    await addToStepSummary(report).catch((error: unknown) =>
      this.#warn(`The summary of the step was not written: ${messageOf(error)}`),
    )
    return pages
  }

  async #try(folder: string, write: () => Promise<void>): Promise<void> {
    await write().catch((error: unknown) => this.#tell(folder, error))
  }

  #tell(folder: string, error: unknown): void {
    if (this.#broken.has(folder)) return
    this.#broken.add(folder)
    this.#warn(
      `Reports were not written to ${relative(process.cwd(), folder) || folder}: ${messageOf(error)}. ` +
        'Make room there and let this user write, or set `outputDir` to another folder',
    )
  }

  /** Tests whose names differ in case, or in what file names don't have, have files of their own. */
  #unused(stem: string, folder: string): string {
    for (let number = 1; ; number += 1) {
      const numbered = number === 1 ? stem : `${stem}-${number}`
      const key = `${folder}\n${numbered.toLowerCase()}`
      if (this.#stems.has(key)) continue
      this.#stems.add(key)
      return numbered
    }
  }
}

/** What GitHub shows of a step, where it runs one. */
async function addToStepSummary(report: Report): Promise<void> {
  const { GITHUB_STEP_SUMMARY: path } = process.env
  if (path !== undefined && path !== '') await appendFile(path, `${renderMarkdown(report)}\n`)
}
