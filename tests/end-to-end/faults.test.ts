import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { createProject, failureOf, type Project, testFile } from './project.ts'

/** A project with a server, unless `server.js` is another; `code` is its test file. */
async function projectOf(code: string, server = GOOD): Promise<Project> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/health`
  return createProject({
    loadProject: `{ webServer: { command: 'node server.js', url: '${url}', env: { PORT: '${port}' }, reuseExistingServer: false } }`,
    'server.js': `import { createServer } from 'node:http'\n${server}`,
    'tests/stress/faults.test.ts': testFile(`import { at, faultProxy, webServer } from 'vitest-load'\n${code}`),
  })
}

const GOOD = "createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1')"

it.skipIf(process.platform === 'win32')('puts the server right after each test, and says so', async () => {
  const project = await projectOf(`
    const check = async () => expect(await load('GET /health', sharedIterations(1, 5))).toHaveNoErrors()
    test('kills it', async () => { await webServer().kill() })
    test('finds it after a kill', check)
    test('pauses it', async () => { await webServer().pause() })
    test('finds it after a pause', check)
    test('restarts it', async () => { await webServer().restart(); await check() })
  `)
  const { stdout, code } = await project.run()

  expect(stdout).toContain('The web server was left dead by "kills it": started again')
  expect(stdout).toContain('The web server was left paused by "pauses it": resumed again')
  expect(stdout.split('The web server was left')).toHaveLength(3)
  expect(code).toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it.skipIf(process.platform === 'win32')('fails a test whose server does not come back, with its last words', async () => {
  const server = `
    import { existsSync, writeFileSync } from 'node:fs'
    if (existsSync('started')) { console.log('no database'); process.exit(3) }
    writeFileSync('started', '')
    ${GOOD}`
  const project = await projectOf(
    `test('restarts it', async () => {
      const events = [at('1s', 'restart', () => webServer().restart())]
      const result = await load('GET /health', constantVus(2, '3s'), { events })
      expect(result.events).toMatchObject([{ name: 'restart', state: 'failed' }])
      expect(result).toRecoverWithin('1s', { after: 'restart' })
    })
    test('finds none', async () => { await load('GET /health', constantVus(2, '3s')) })`,
    server,
  )
  const run = await project.run()

  expect(run.stdout).toContain("! The event 'restart' failed: The web server `node server.js` exited with code 3")
  expect(failureOf(run, 'restarts it')).toContain("there is no recovery after 'restart' to judge, because that event failed")
  expect(run.output).toContain('no database')
  expect(run.stdout).toContain('left dead by "restarts it", and does not come back: the tests that follow find none')
  expect(failureOf(run, 'finds none')).toContain('Nothing listens on 127.0.0.1:')
  expect(run.code).toBe(1)
  expect(await project.leftovers()).toEqual([])
})

it('shows events in the terminal and in all files', async () => {
  const project = await projectOf(`
    test('a cut', async () => {
      const proxy = await faultProxy()
      const events = [at('1s', 'proxy <down>', () => proxy.down()), at('2s', 'proxy up', () => proxy.up()), at('3s', 'stuck', () => { throw new Error('no way') })]
      const result = await load('GET /health', constantVus(2, '4s'), { events, baseUrl: proxy.url })
      expect(result.errors.map(({ category }) => category)).toContain('refused')
    })
  `)
  const { stdout, code } = await project.run()

  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/00:01 {2}proxy <down>\n.*00:02 {2}proxy up\n.*00:03 {2}stuck \(failed: no way\)/)
  const folder = join(project.folder, '.vitest/load')
  const files = readdirSync(folder)
  const textOf = (end: string): string => readFileSync(join(folder, files.find((name) => name.endsWith(end)) ?? ''), 'utf8')
  const stored = JSON.parse(textOf('.json')) as { events: unknown }
  expect(stored.events).toMatchObject([
    { name: 'proxy <down>', state: 'done' },
    { name: 'proxy up', state: 'done' },
    { name: 'stuck', state: 'failed', error: 'no way' },
  ])
  expect(textOf('_report.md')).toContain('- 00:03 stuck (failed: no way)')
  expect(textOf('_report.html')).toContain('stuck (failed: no way)')
})

it('refuses an event after the end, and a proxy before nothing', async () => {
  const project = await projectOf(`
    test('late', async () => { await load('GET /health', constantVus(1, '2s'), { events: [at('5s', 'late', () => {})] }) })
    test('nothing', async () => { await faultProxy('http://127.0.0.1:1') })
    test('no test', async () => { await faultProxy('http://shop.example') })
  `)
  const run = await project.run()

  expect(failureOf(run, 'late')).toContain('Expected `events[0]` to be before the end of the profile, 2 s, got 5 s')
  expect(failureOf(run, 'nothing')).toContain('Nothing listens on 127.0.0.1:1 (ECONNREFUSED)')
  expect(failureOf(run, 'no test')).toContain('Expected the target to be this machine or a listed host')
  expect(run.code).toBe(1)
})
