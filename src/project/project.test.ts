import { describe, expect, it } from 'vitest'
import { createProject, runVitest } from './inner-vitest.fixture.ts'
import { loadProject } from './project.ts'

describe('loadProject', () => {
  it('is an inline project with a plugin of its own', () => {
    expect(loadProject({ name: 'peak' })).toMatchObject({ test: { name: 'peak' }, plugins: [{ name: 'vitest-load' }] })
  })

  it('refuses bad options', () => {
    expect(() => loadProject({ coolDown: -1 })).toThrow(
      "loadProject: Expected `coolDown` to be a time of at least 0, such as '30s', got -1",
    )
  })
})

/** Two projects, whose tests tell how they are run. */
const files = {
  'vitest.config.ts': `
import { defineConfig } from 'vitest/config'
import { loadProject } from '@/config.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.js'],
    exclude: ['**/excluded/**'],
    environment: './browser-like.js',
    tags: [{ name: 'slow', description: 'Mine.' }, { name: 'db', description: 'Needs the database.' }],
    projects: [{ test: { name: 'unit', environment: 'node', fileParallelism: false } }, loadProject()],
  },
})`,
  'browser-like.js': `
const setup = () => {
  globalThis.window = {}
  return { teardown() {} }
}
export default { name: 'browser-like', viteEnvironment: 'ssr', setup }`,
  'src/unit.test.js': `import { test } from 'vitest'\ntest('unit', () => console.log('ran unit'))`,
  'excluded/peak.load.js': `
import { inject, test } from 'vitest'
test('load', { tags: ['load', 'db'] }, ({ task }) => {
  const isFork = process.send !== undefined
  const settings = JSON.stringify(inject('vitest-load'))
  console.log('ran load', task.timeout, task.retry ?? 0, task.concurrent ?? false, isFork, typeof window, settings)
})`,
}

describe('a load project in Vitest', { timeout: 60_000 }, () => {
  it('runs after all else, and in its own way whatever it inherits and whatever flags are given', async () => {
    const flags = ['--pool=threads', '--no-isolate', '--retry=2', '--testTimeout=1000', '--sequence.concurrent', '--maxWorkers=3']
    const directory = await createProject(files)
    for (const args of [[], flags]) {
      const { ended, stdout } = runVitest(directory, ['run', '--disable-console-intercept', ...args])
      expect(await ended, stdout()).toBe(0)
      expect(stdout().match(/ran .*/g)).toEqual([
        'ran unit',
        'ran load 0 0 false true undefined {"allowedHosts":[],"coolDown":0}',
      ])
    }
  })

  it('adds its tags to those of the user, which stay', async () => {
    const { ended, stdout } = runVitest(await createProject(files), ['--list-tags', '--project', 'load'])
    expect(await ended, stdout()).toBe(0)
    expect(stdout()).toContain('db: Needs the database.')
    expect(stdout()).toContain('load: The load that is expected, or its peak.')
    expect(stdout().match(/slow: .*/g)).toEqual(['slow: Mine.', 'slow: Mine.'])
  })
})
