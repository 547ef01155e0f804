import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'

/** Writes modules for the tests of a file, which are gone after them. */
export function moduleFolder(): (text: string, name?: string) => URL {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-load-modules-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let files = 0
  return (text, name = `module-${files++}.scenario.mjs`) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return pathToFileURL(file)
  }
}
