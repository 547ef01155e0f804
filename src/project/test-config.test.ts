import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseProjectOptions } from './options.ts'
import { loadTestConfig } from './test-config.ts'

describe('loadTestConfig', () => {
  it('runs load files one at a time, isolated, after all else, for as long as they take', () => {
    expect(loadTestConfig(parseProjectOptions({}))).toMatchObject({
      environment: 'node',
      pool: 'forks',
      execArgv: ['--max-semi-space-size=8'],
      isolate: true,
      fileParallelism: false,
      maxWorkers: 1,
      sequence: { groupOrder: 1000, concurrent: false },
      testTimeout: 0,
      hookTimeout: 0,
      retry: 0,
      benchmark: { enabled: false, include: [] },
      typecheck: { enabled: false },
    })
  })

  it('replaces what would spoil a load, and adds to what would not', () => {
    const inherited = {
      name: 'root',
      include: ['src/**/*.test.ts'],
      exclude: ['nothing'],
      environment: 'jsdom',
      retry: 3,
      execArgv: ['--expose-gc'],
      globals: true,
      setupFiles: './set-up-of-mine.ts',
      sequence: { concurrent: true, shuffle: true },
      provide: { mine: 1 } as object,
      server: { deps: { external: ['mine'], inline: ['other'] } },
      tags: [{ name: 'slow' as const, description: 'mine' }],
    }
    const config = loadTestConfig(parseProjectOptions({ exclude: ['**/slow/**'] }), inherited)
    expect(config).toMatchObject({
      name: 'load',
      include: ['**/*.load.?(c|m)[jt]s', 'tests/{load,stress,performance}/**/*.test.?(c|m)[jt]s'],
      exclude: ['**/node_modules/**', '**/.git/**', '**/slow/**'],
      environment: 'node',
      retry: 0,
      execArgv: ['--max-semi-space-size=8', '--expose-gc'],
      globals: true,
      sequence: { concurrent: false, shuffle: true, groupOrder: 1000 },
      provide: { mine: 1, 'vitest-load': { allowedHosts: [], coolDown: 0 } },
    })
    expect(config.server?.deps?.inline).toEqual(['other'])
    expect(config.server?.deps?.external).toEqual(['mine', expect.any(RegExp)])
    expect(config.setupFiles).toEqual([expect.stringMatching(/set-up\.ts$/), './set-up-of-mine.ts'])
    expect(config.tags?.filter(({ name }) => name === 'slow')).toEqual([{ name: 'slow', description: 'mine' }])
  })

  it('names a set-up file that exists, and keeps it and its like out of the module runner', () => {
    const { setupFiles = [], server } = loadTestConfig(parseProjectOptions({}))
    const [setUp = ''] = setupFiles
    const [own] = (server?.deps?.external ?? []) as RegExp[]
    expect(existsSync(setUp)).toBe(true)
    expect(own?.test(setUp)).toBe(true)
    expect(own?.test(`/elsewhere${setUp}`)).toBe(false)
  })
})
