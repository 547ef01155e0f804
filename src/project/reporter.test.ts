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
      '  ✓ p95 was 115 ms, expected below 200 ms (6,000 requests, 36 failed)',
      '  ✗ before: p95 was 115 ms, expected below 1 ms (6,000 requests, 36 failed)',
    ])
    expect(stdout().slice(stdout().indexOf('  Load'), stdout().indexOf('  Report'))).toMatchInlineSnapshot(`
      "  Load  1 passed · 1 failed

                               requests  failed     p95
        ✓ holds the load          6,000      36  115 ms
        ✗ two in one · before     6,000      36  115 ms
          two in one · after      6,000      36  115 ms

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
    expect(merged.stdout()).toContain('  GET /orders/:id     4,000')
    expect(merged.stdout()).toContain('✓ p95 was 115 ms')
  })

  it('names what a verdict and a result of beforeAll belong to, and counts tests that failed before they could load', async () => {
    const directory = await project(`
import { describe } from 'vitest'
let result
describe('a shop', () => {
  beforeAll(async () => {
    result = await fakeLoad({ steps: 1 })
  })
  test('first', () => {
    expect(result).toHaveP95Below('200ms')
  })
  test('second', () => {
    expect(result).toHaveP99Below('200ms')
  })
  test('third', () => {
    throw new Error('no such server')
  })
})`)
    const { ended, stdout } = runVitest(directory, run)
    expect(await ended).toBe(1)
    expect(stdout()).toContain('  a shop > first\n  a shop · ramp')
    expect(stdout()).toContain('\n  ✓ p95 was 115 ms')
    expect(stdout()).toContain('\n  a shop > second\n  ✓ a shop: p99 was 119 ms')
    expect(stdout()).toMatch(/ {2}Load {2}2 passed · 1 failed\n/)
    expect(stdout()).toMatch(/\n {2}✓ a shop > second +– +– +–\n {2}✗ a shop > third +– +– +–\n/)
  })

  it('wraps verdicts at the width of the terminal, a line for each metric', async () => {
    const directory = await project(`
test('holds the load', async () => {
  expect(await fakeLoad({ steps: 1 })).toMeet({ p95: { target: '200ms' }, p99: { target: '300ms' } })
})`)
    const { ended, stdout } = runVitest(directory, run)
    expect(await ended).toBe(0)
    expect(stdout()).toMatch(/\n {2}✓ p95 was 115 ms, .*\n {4}p99 was 119 ms, /)
  })

  it('tells that a load is stopping once that has lasted over a second', async () => {
    const directory = await project(`
import { currentRunContext } from '@/vitest/run-context.ts'
test('stops', async () => {
  const { progress, drain } = currentRunContext()
  const given = { phase: 'stopping', planned: 10_000, stage: '', vus: 1, requests: 1, failed: 0, throughput: 1, p95: 1, run: { name: 'a', profile: { kind: 'burst', iterations: 1, concurrency: 1 }, stages: [] } }
  for (const elapsed of [1000, 10_500, 11_500]) {
    progress({ ...given, phase: elapsed > 10_000 ? 'stopping' : 'running', requests: elapsed, elapsed })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
})`)
    const { ended, stdout } = runVitest(directory, run)
    expect(await ended).toBe(0)
    expect(
      stdout()
        .split('\n')
        .filter((line) => line.includes(' requests')),
    ).toEqual(['  stops  stopping · 1 user · 11,500 requests · 1/s · p95 1 ms'])
  })

  it('refuses `retry` and loads at the same time, and sends nobody into the project they are in', async () => {
    const directory = await project(`
test('again', { retry: 1 }, () => fakeLoad())
test('at once', () => Promise.all([1, 2].map(async () => await fakeLoad({ steps: 1 }))))`)
    const { ended, stderr } = runVitest(directory, run)
    expect(await ended).toBe(1)
    expect(stderr()).toContain('a load that is repeated until it passes proves nothing. Set `retry: 0`\n')
    expect(stderr()).toContain('Expected one load at a time, got a second one before the first had ended in "at once"')
  })

  it('leaves standard output to a report that a machine reads', async () => {
    const directory = await project(`test('holds the load', () => fakeLoad({ steps: 1 }))`)
    const { ended, stdout, stderr } = runVitest(directory, [...run, '--reporter=tap'])
    expect(await ended).toBe(0)
    expect(stdout()).toMatch(/^TAP version 13\n/)
    expect(stderr()).toContain('  GET /orders/:id     4,000')
  })

  // The worker ends a load by itself 250 ms later, if Vitest's main process is held up so long.
  const heldUp = { retry: 3 }

  it.each([
    ['a test', "test('endless', () => endless())", 'endless', 'The test run was aborted by the user.'],
    ['beforeAll', "beforeAll(() => endless())\ntest('after it', () => {})", 'after it', 'interrupted by SIGINT'],
  ])('reports what a load in %s measured until Ctrl-C', heldUp, async (_, body, title, reason) => {
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
    if (title === 'endless') expect(stdout()).toMatch(/Tests {2}1 skipped/)
    expect(stdout()).toContain('  GET /orders/:id     4,000')
  })
})
