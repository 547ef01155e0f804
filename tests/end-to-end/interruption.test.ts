import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, type Finished, failureOf, type Project, type Run, testFile } from './project.ts'

const fixtureServer = fileURLToPath(new URL('../../fixtures/server.ts', import.meta.url))

/** Says when the load is well under way. */
const visit = `
  const visit = ({ http, vu, iteration }) => {
    if (vu === 1 && iteration === 50) console.log('loading')
    return http.get('/delay/10')
  }`

/** Long loads against a web server of the project's own. */
async function longLoads(): Promise<Project> {
  const port = await freePort()
  return createProject({
    loadProject: `{ webServer: { command: 'node ${fixtureServer} --port ${port}', url: 'http://127.0.0.1:${port}/health' } }`,
    'tests/load/in-a-test.test.ts': testFile(`
      ${visit}
      test('long', () => load(visit, constantVus(5, '60s')))
      test('after it', () => load('GET /health', constantVus(5, '60s')))
    `),
    'tests/load/in-a-hook.load.ts': testFile(`
      ${visit}
      let result
      beforeAll(async () => {
        result = await load(visit, constantVus(5, '60s'))
      })
      test('long', () => expect(result).toHaveNoErrors())
    `),
  })
}

/** Does something in the middle of a load, and sees how long it takes until all is over. */
async function inTheMiddle(run: Run, act: () => void): Promise<Finished & { readonly took: number }> {
  await run.wrote(/loading/)
  const acted = performance.now()
  act()
  const finished = await run.finished
  return { ...finished, took: performance.now() - acted }
}

it.each([
  { where: 'a test', file: 'in-a-test' },
  { where: 'beforeAll', file: 'in-a-hook' },
])('reports what was measured until Ctrl-C, and leaves nothing running: load in $where', async ({ file }) => {
  const project = await longLoads()
  const run = project.start({ args: ['run', '--project', 'load', file] })
  const { stdout, output, code, took } = await inTheMiddle(run, () => run.pressCtrlC())

  expect(took).toBeLessThan(25_000)
  expect(stdout).toMatch(/aborted after [\d.]+ m?s: /)
  expect(stdout).toMatch(/GET \/delay\/10 +[\d,]{2,} +0 /)
  expect(output).toContain('Stopping the load')
  expect(output).not.toContain('after it\n  5 users')
  expect(output).not.toContain('Unhandled')
  expect(code).toBe(130)
  expect(await project.leftovers()).toEqual([])
})

it('reports the levels of a search that were measured until Ctrl-C', { timeout: 240_000 }, async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const project = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/search.test.ts': testFile(`
      import { findCapacity } from 'vitest-load'
      let asked = 0
      const visit = ({ http }) => {
        asked += 1
        // Those of the first level are 30.
        if (asked === 70) console.log('loading')
        return http.get('/delay/1')
      }
      const options = { objective: { errorRate: '1%' }, from: '10/s', to: '1000/s', levelDuration: '3s' }
      test('a search', { timeout: 120_000 }, () => findCapacity(visit, options))
    `),
  })
  const search = () => {
    const run = project.start()
    return inTheMiddle(run, () => run.pressCtrlC())
  }
  let found = await search()
  // A level at which this machine was held up is measured again, and then it is another one that is interrupted.
  for (let tries = 1; tries < 5 && !/a search, 20\/s/.test(found.stdout); tries += 1) {
    rmSync(join(project.folder, '.vitest'), { recursive: true, force: true })
    found = await search()
  }
  const { stdout, output, code } = found

  expect(stdout).toMatch(/capacity at least 10\/s, as far as the search came · error rate up to 1 %\n +aborted after [\d.]+ s: /)
  expect(stdout).toMatch(/a search, 20\/s/)
  const folder = join(project.folder, '.vitest/load')
  const textOf = (end: string): string =>
    readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith(end)) ?? ''), 'utf8')
  expect(JSON.parse(textOf('_capacity.json'))).toMatchObject({
    outcome: { state: 'aborted' },
    verdict: 'aborted',
    capacity: { low: 10 },
    levels: [{ offered: 10, verdict: 'met' }],
  })
  expect(textOf('_report.md')).toContain('capacity at least 10/s, as far as the search came')
  expect(textOf('_report.html')).toContain('capacity at least 10/s, as far as the search came')
  expect(output).not.toContain('Unhandled')
  expect(code).toBe(130)
  expect(await project.leftovers()).toEqual([])
})

it('leaves nothing running when Ctrl-C comes while the server starts', async () => {
  const port = await freePort()
  const project = createProject({
    loadProject: `{ webServer: { command: 'echo > started && sleep 100', url: 'http://127.0.0.1:${port}/' } }`,
    'tests/load/health.test.ts': testFile("test('health', () => load('GET /', constantVus(1, '1s')))"),
  })
  const run = project.start()
  await expect.poll(() => existsSync(join(project.folder, 'started')), { timeout: 30_000 }).toBe(true)
  run.pressCtrlC()

  expect((await run.finished).code).toBe(130)
  expect(await project.leftovers()).toEqual([])
})

it('stops at once at the second Ctrl-C', async () => {
  const project = createProject({
    'tests/load/stubborn.test.ts': testFile(`
      afterAll(() => new Promise((resolve) => setTimeout(resolve, 30_000)))
      test('stubborn', async () => {
        const visit = ({ iteration }) => {
          if (iteration === 50) console.log('loading')
          return new Promise((resolve) => setTimeout(resolve, 5))
        }
        await load(visit, constantVus(1, '60s'))
      })
    `),
  })
  const run = project.start()
  const { code, took } = await inTheMiddle(run, () => {
    run.pressCtrlC()
    setTimeout(() => run.pressCtrlC(), 500)
  })

  expect(took).toBeLessThan(25_000)
  expect(code).not.toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it.each(['SIGTERM', 'SIGKILL'] as const)('leaves no process behind when Vitest alone gets %s', async (signal) => {
  const project = await longLoads()
  const run = project.start({ args: ['run', '--project', 'load', 'in-a-test'] })
  const { stdout, code, took } = await inTheMiddle(run, () => run.kill(signal))

  expect(took).toBeLessThan(25_000)
  expect(code).not.toBe(0)
  if (signal === 'SIGTERM') expect(stdout).toMatch(/aborted after [\d.]+ m?s: /)
  expect(await project.leftovers()).toEqual([])
})

it('fails a test that times out during a load, reports the part, and begins the next test when the load has drained', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/slow.test.ts': testFile(`
      let ended
      test('too long', { timeout: 3000 }, async () => {
        await load('GET /delay/10', constantVus(5, '10s')).finally(() => { ended = performance.now() })
      })
      test('next', () => {
        console.log('BEGAN', performance.now() - ended)
      })
    `),
  })
  const finished = await run()

  expect(failureOf(finished, 'too long')).toContain('Test timed out in 3000ms')
  expect(finished.stdout).toMatch(/too long\n {2}5 users for 10 s\n {2}aborted after [\d.]+ m?s: Test timed out in 3000ms/)
  expect(finished.stdout).toMatch(/GET \/delay\/10 +[\d,]{2,} +0 /)
  expect(Number(/BEGAN ([\d.]+)/.exec(finished.stdout)?.[1])).toBeGreaterThan(0)
  expect(finished.output).toContain('Tests  1 failed | 1 passed (2)')
  expect(finished.code).toBe(1)
})
