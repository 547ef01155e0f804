import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, fakeLoad, runVitest } from './inner-vitest.fixture.ts'

const config = `
import { defineConfig } from 'vitest/config'
import { loadProject } from '@/config.ts'

export default defineConfig({ test: { projects: [loadProject()] } })
`

function loadFile(body: string): string {
  return `
import { beforeAll, expect, test } from 'vitest'
import { fakeLoad } from './fake-load.js'
${body}`
}

function project(body: string): Promise<string> {
  return createProject({ 'vitest.config.ts': config, 'fake-load.js': fakeLoad, 'a.load.js': loadFile(body) })
}

const run = ['run', '--project', 'load']

describe('LoadReporter', { timeout: 60_000 }, () => {
  it('shows progress, results as they come, verdicts, and a summary', async () => {
    const directory = await project(`
test('holds the load', async () => {
  expect(await fakeLoad()).toHaveP95Below('200ms')
})
test('two in one', async () => {
  const first = await fakeLoad({ steps: 1, name: 'before' })
  const second = await fakeLoad({ steps: 1, name: 'after' })
  expect(first).toHaveP95Below('1ms')
  expect(second).toHaveP95Below('200ms')
})`)
    const { ended, stdout } = runVitest(directory, run)
    expect(await ended).toBe(1)
    const lines = stdout().split('\n')
    expect(lines.filter((line) => / of 12 s/.test(line))).toEqual([
      '  holds the load  5 s of 12 s · peak · 10 users · 100 requests · 100/s · p95 12 ms',
      '  holds the load  10 s of 12 s · peak · 10 users · 100 requests · 100/s · p95 12 ms',
    ])
    expect(lines.filter((line) => line.startsWith('  total'))).toHaveLength(3)
    expect(lines.filter((line) => /^ {2}[✓✗] .*p95 was/.test(line))).toEqual([
      '  ✓ holds the load: p95 was 115 ms, expected below 200 ms (5,998 requests, 34 failed)',
      '  ✗ before: p95 was 115 ms, expected below 1 ms (5,998 requests, 34 failed)',
    ])
    expect(stdout().slice(stdout().indexOf('  Load'))).toMatchInlineSnapshot(`
      "  Load  1 passed · 1 failed

                               requests  failed     p95
        ✓ holds the load          5,998      34  115 ms
        ✗ two in one · before     5,998      34  115 ms
          two in one · after      5,998      34  115 ms

      "
    `)
  })

  it('keeps progress out of stored reports, and shows merged reports as it shows a run', async () => {
    const directory = await project(`
test('holds the load', async () => {
  expect(await fakeLoad()).toHaveP95Below('200ms')
})`)
    const blob = runVitest(directory, [...run, '--reporter=blob'])
    expect(await blob.ended).toBe(0)
    const [file = ''] = await readdir(join(directory, '.vitest/blob'))
    const stored = await readFile(join(directory, '.vitest/blob', file), 'utf8')
    expect(stored).toContain('vitest-load:result')
    expect(stored).not.toContain('vitest-load:progress')

    const merged = runVitest(directory, ['--merge-reports'])
    expect(await merged.ended).toBe(0)
    expect(merged.stdout()).toContain('  GET /orders/:id     3,999')
    expect(merged.stdout()).toContain('✓ holds the load: p95 was 115 ms')
  })

  it('leaves standard output to a report that a machine reads', async () => {
    const directory = await project(`test('holds the load', () => fakeLoad({ steps: 1 }))`)
    const { ended, stdout, stderr } = runVitest(directory, [...run, '--reporter=tap'])
    expect(await ended).toBe(0)
    expect(stdout()).toMatch(/^TAP version 13\n/)
    expect(stderr()).toContain('  GET /orders/:id     3,999')
  })

  it.each([
    ['a test', "test('endless', () => endless())", 'endless', 'The test run was aborted by the user.'],
    ['beforeAll', "beforeAll(() => endless())\ntest('after it', () => {})", 'after it', 'interrupted by SIGINT'],
  ])('reports what a load in %s measured until Ctrl-C', async (_, body, title, reason) => {
    const directory = await project(`
function endless() {
  const running = fakeLoad({ steps: 10_000 })
  process.stdout.write('loading\\n')
  return running
}
${body}`)
    const { process, ended, wrote, stdout } = runVitest(directory, run, { detached: true })
    await wrote('loading')
    // A terminal sends it to the whole process group.
    globalThis.process.kill(-(process.pid ?? 0), 'SIGINT')
    expect(await ended).toBe(130)
    expect(stdout()).toContain(`  ${title}\n`)
    expect(stdout()).toContain(`  aborted after 100 ms: ${reason}`)
    expect(stdout()).toContain('  GET /orders/:id     3,999')
  })
})
