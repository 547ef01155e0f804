import { fileURLToPath } from 'node:url'
import { configDefaults, type TestProjectInlineConfiguration } from 'vitest/config'
import { loadFlags } from './load-flags.ts'
import type { ReadProjectOptions } from './options.ts'
import { LOAD_ORDER } from './order.ts'
import { addLoadTags } from './tags.ts'

type TestConfig = NonNullable<TestProjectInlineConfiguration['test']>

/**
 * What a load project needs, whatever it inherits and whatever flags are given: load files run one at a time, each in a process of
 * its own, after all else, and take as long as their profiles say.
 */
export function loadTestConfig(
  { name, include, exclude, settings, report }: ReadProjectOptions,
  inherited: TestConfig = {},
): TestConfig {
  const { setupFiles = [], tags = [], provide, sequence, server, execArgv = [], env } = inherited
  return {
    ...inherited,
    name,
    include: [...include],
    exclude: [...configDefaults.exclude, ...exclude],
    environment: 'node',
    pool: 'forks',
    execArgv: [...loadFlags(execArgv, env?.NODE_OPTIONS ?? process.env.NODE_OPTIONS), ...execArgv],
    isolate: true,
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { ...sequence, groupOrder: LOAD_ORDER, concurrent: false },
    testTimeout: 0,
    hookTimeout: 0,
    retry: 0,
    setupFiles: [...new Set([setUpFile, ...[setupFiles].flat()])],
    tags: addLoadTags(tags),
    provide: { ...provide, 'vitest-load': settings, 'vitest-load:report': report },
    server: { ...server, deps: { ...server?.deps, external: [...(server?.deps?.external ?? []), ownFiles] } },
    // Those of Vitest that it inherits belong to the other projects, and would run twice.
    benchmark: { ...inherited.benchmark, enabled: false, include: [] },
    typecheck: { ...inherited.typecheck, enabled: false },
  }
}

// Compiled these are `.js` files in `dist`; run from their sources, `.ts` files in `src`.
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
const root = fileURLToPath(new URL('..', import.meta.url)).replaceAll('\\', '/')
const setUpFile = `${root}set-up${extension}`

/**
 * The library's own files: linked or imported by its own package, Vite would run them through its module runner, where each call of
 * an imported function takes some 20 times as long.
 */
const ownFiles = new RegExp(`^${root.replace(/[^\w/]/g, '\\$&')}`)
