import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { TestModule } from 'vitest/node'
import { baselineFolder, parseFileName } from '../baseline/baseline-file.ts'
import { baselineFiles } from '../baseline/baseline-store.ts'
import { messageOf } from '../core/errors.ts'
import { baselinesOf } from './tests.ts'

/**
 * The baselines that no test of their file asks for, of whatever environment, as lines to be told; `removes` them. A file is left alone
 * unless all of its tests ran and passed: the others might have asked for them.
 */
export async function settleUnused(modules: readonly TestModule[], removes: boolean): Promise<readonly string[]> {
  const lines: string[] = []
  for (const module of modules) {
    const unused = unusedOf(module)
    if (unused.length === 0) continue
    const what = unused.length === 1 ? '1 baseline that no test asks for' : `${unused.length} baselines that no test asks for`
    const paths = unused.map((path) => relative(process.cwd(), path)).join(', ')
    if (!removes) lines.push(`${what}: ${paths}. Remove with -u`)
    else lines.push(`${await removeAll(unused)} ${what}: ${paths}`)
  }
  return lines
}

function unusedOf(module: TestModule): readonly string[] {
  const tests = [...module.children.allTests()]
  if (tests.length === 0 || tests.some((test) => test.result().state !== 'passed')) return []
  const used = new Set(tests.flatMap(baselinesOf).map(({ stem }) => stem))
  const folder = baselineFolder(module.moduleId)
  const files = baselineFiles(folder).filter((file) => !used.has(parseFileName(file)?.stem ?? ''))
  return files.map((file) => join(folder, file))
}

/** How it went, as the first word of a sentence. */
async function removeAll(paths: readonly string[]): Promise<string> {
  try {
    for (const path of paths) await rm(path)
    return 'Removed'
  } catch (error) {
    return `Could not remove (${messageOf(error)})`
  }
}
