import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, testFile } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

/** A load test that notes when it runs. */
function loadTest(title: string): string {
  return testFile(`
    import { appendFileSync } from 'node:fs'
    test('${title}', async () => {
      appendFileSync('order.txt', '${title} begins\\n')
      const result = await load('GET /health', sharedIterations(2, 25))
      appendFileSync('order.txt', '${title} ends\\n')
      expect(result).toHaveNoErrors()
    })
  `)
}

it('runs load files one at a time, after all other projects, and none of them twice', async () => {
  const project = createProject({
    'vitest.config.ts': `
      import { defineConfig } from 'vitest/config'
      import { loadProject } from 'vitest-load/config'
      export default defineConfig({
        test: {
          projects: [
            loadProject({ baseUrl: '${server.url}' }),
            {
              test: {
                name: 'unit',
                include: ['**/*.test.ts'],
                exclude: ['tests/{load,stress,performance}/**', '**/*.load.ts', '**/node_modules/**'],
              },
            },
          ],
        },
      })
    `,
    'src/sum.test.ts': `
      import { appendFileSync } from 'node:fs'
      import { test } from 'vitest'
      test('sum', async () => {
        await new Promise((resolve) => setTimeout(resolve, 500))
        appendFileSync('order.txt', 'unit ends\\n')
      })
    `,
    'tests/load/health.test.ts': loadTest('health'),
    'src/peak.load.ts': loadTest('peak'),
  })
  const { stdout, code } = await project.run({ args: ['run'] })

  const order = readFileSync(join(project.folder, 'order.txt'), 'utf8').trim().split('\n')
  expect(order[0]).toBe('unit ends')
  expect([order.slice(1, 3), order.slice(3)].sort()).toEqual([
    ['health begins', 'health ends'],
    ['peak begins', 'peak ends'],
  ])
  expect(stdout).toContain('Tests  3 passed (3)')
  expect(code).toBe(0)
})

it('leaves stdout to a reporter that is read by a machine', async () => {
  const { run } = createProject({
    'vitest.config.ts': `
      import { defineConfig } from 'vitest/config'
      import { loadProject } from 'vitest-load/config'
      export default defineConfig({
        test: { reporters: [['json', { stdout: true }]], projects: [loadProject({ baseUrl: '${server.url}' })] },
      })
    `,
    'tests/load/health.test.ts': loadTest('health'),
  })

  const json = await run()
  expect(JSON.parse(json.stdout)).toMatchObject({ numTotalTests: 1, numPassedTests: 1, success: true })
  const tap = await run({ args: ['run', '--project', 'load', '--reporter=tap'] })
  expect(tap.stdout).toMatch(/^TAP version 13\n1\.\.1\nok 1 /)
  for (const { stdout, stderr, code } of [json, tap]) {
    expect(stderr).toMatch(/GET \/health +25 +0 /)
    expect(stderr).toContain('✓ none failed, expected none')
    expect(stdout).not.toContain('expected none')
    expect(code).toBe(0)
  }
})

it('reports the results of all shards from their blobs', async () => {
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/health.test.ts': loadTest('health'),
    'tests/load/peak.test.ts': loadTest('peak'),
  })
  for (const shard of ['1/2', '2/2']) {
    const { code, output } = await run({ args: ['run', '--project', 'load', `--shard=${shard}`, '--reporter=blob'] })
    expect(output).toContain('blob report written to')
    expect(code).toBe(0)
  }
  await server.close()
  const { stdout, code } = await run({ args: ['run', '--merge-reports'] })

  for (const title of ['health', 'peak']) {
    expect(stdout).toMatch(new RegExp(`${title}\n {2}25 iterations shared by 2 users\n`))
    expect(stdout).toMatch(/✓ none failed, expected none \(25 requests\)/)
    expect(stdout).toMatch(new RegExp(`^ {2}✓ ${title} +25 +0 `, 'm'))
  }
  expect(stdout).toContain('Load  2 passed')
  expect(code).toBe(0)
})
