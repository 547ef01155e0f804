import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { createProject, testFile } from './project.ts'

const server = `
  import { createServer } from 'node:http'
  let made = 0
  createServer((request, response) => {
    if (request.url === '/metrics') return response.end('# TYPE made_total counter\\nmade_total ' + made + '\\n')
    made += 1
    if (request.url === '/broken') response.statusCode = 500
    response.end('ok')
  }).listen(Number(process.env.PORT), '127.0.0.1')
`

interface Kept {
  readonly nodes?: readonly unknown[]
  readonly samples?: readonly unknown[]
  readonly snapshot?: { readonly node_count: number }
}

it('samples the server that it started, and scrapes its metrics', async () => {
  const port = await freePort()
  const project = createProject({
    loadProject: `{
      webServer: { command: 'node server.js', url: 'http://127.0.0.1:${port}/health', env: { PORT: '${port}' } },
      metrics: { url: '/metrics', watch: ['made_total'] },
      sample: { every: '200ms' },
    }`,
    'server.js': server,
    'tests/load/made.test.ts': testFile(`
      import { inject } from 'vitest'
      test('made', async () => {
        expect(inject('vitest-load').serverPid).toBeGreaterThan(1)
        let result = await load('GET /made', constantVus(2, '3s'))
        // A run waits for the first readings, but for no longer than a second: a machine may be that busy.
        for (let tries = 0; tries < 2 && result.resources.metric('made_total').increase !== result.requests.total; tries += 1) {
          result = await load('GET /made', constantVus(2, '3s'))
        }
        const { requests, resources } = result
        expect(resources.marks).toEqual([])
        expect(resources.metric('made_total').increase).toBe(requests.total)
        expect(resources.server.processes.max).toBeLessThanOrEqual(2)
        // One a second would be six.
        expect(resources.server.memory.readings).toBeGreaterThan(6)
        expect(resources.server.memory.max).toBeGreaterThan(20_000_000)
        expect(resources.server.cpu.max).toBeGreaterThan(0)
        expect(resources.generator.heap.readings).toBeGreaterThan(6)
        expect(resources.system.cpu.readings).toBeGreaterThan(3)
      })
    `),
  })
  const { output, code } = await project.run()

  expect(code, output).toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it('inspects a Node server, and leaves it able to end', async () => {
  const port = await freePort()
  const project = createProject({
    loadProject: `{
      webServer: { command: 'node server.js', url: 'http://127.0.0.1:${port}/health', env: { PORT: '${port}' }, inspect: true },
      sample: { every: '200ms' },
    }`,
    'server.js': `process.on('SIGTERM', () => process.exit(0))\n${server}`,
    'tests/load/made.test.ts': testFile(`
      test('made', async () => {
        for (let times = 0; times < 2; times += 1) {
          const { resources } = await load('GET /made', constantVus(5, '2s'))
          expect(resources.marks).toEqual([])
          expect(resources.server.heap.readings).toBeGreaterThan(3)
          expect(resources.server.heap.max).toBeGreaterThan(1_000_000)
          expect(resources.server.busy.max).toBeGreaterThan(0.05)
          expect(resources.server.loopDelay.max).toBeGreaterThan(0)
          expect(resources.server.gcPause.max).toBeGreaterThan(0)
        }
      })
    `),
  })
  const { output, code } = await project.run()

  expect(code, output).toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it.each([
  [
    'cpu-profile',
    'CPU profile',
    'cpuprofile',
    ({ nodes, samples }: Kept) => (nodes?.length ?? 0) > 5 && (samples?.length ?? 0) > 20,
  ],
  ['heap-snapshot', 'Heap snapshot', 'heapsnapshot', ({ snapshot }: Kept) => (snapshot?.node_count ?? 0) > 1000],
])('keeps a %s of a Node server beside the report, where a limit was broken', async (kind, title, extension, isSound) => {
  const port = await freePort()
  const project = createProject({
    loadProject: `{
      webServer: { command: 'node server.js', url: 'http://127.0.0.1:${port}/health', env: { PORT: '${port}' }, inspect: { keep: '${kind}' } },
    }`,
    'server.js': `process.on('SIGTERM', () => process.exit(0))\n${server}`,
    'tests/load/made.test.ts': testFile(`
      test('holds <its> limit', async () => {
        expect(await load('GET /made', constantVus(2, '500ms'))).toHaveNoErrors()
      })
      test('breaks <its> limit', async () => {
        expect(await load('GET /broken', constantVus(2, '1s'))).toHaveNoErrors()
      })
    `),
  })
  const { output, code } = await project.run()
  const folder = join(project.folder, '.vitest/load')
  const kept = readdirSync(folder).filter((name) => name.endsWith(extension))

  expect(code, output).toBe(1)
  expect(kept, output).toEqual([expect.stringMatching(new RegExp(`^[\\dT-]+_breaks-its-limit\\.${extension}$`))])
  const [name = ''] = kept
  expect(isSound(JSON.parse(readFileSync(join(folder, name), 'utf8')))).toBe(true)
  expect(output).toContain(`  ${title} of the server  .vitest/load/${name}\n`)
  for (const report of readdirSync(folder).filter((file) => /_report\.(md|html)$/.test(file))) {
    expect(readFileSync(join(folder, report), 'utf8')).toContain(name)
  }
  expect(readdirSync(folder).filter((file) => file.endsWith('.tmp'))).toEqual([])
  expect(await project.leftovers()).toEqual([])
})

it('warns where what was to be kept of the server cannot be, and judges as without', async () => {
  const port = await freePort()
  const project = createProject({
    loadProject: `{
      webServer: { command: 'exec node --no-warnings server.js', url: 'http://127.0.0.1:${port}/health', env: { PORT: '${port}', NODE_OPTIONS: '' }, inspect: { keep: 'cpu-profile' } },
    }`,
    'server.js': `import { close } from 'node:inspector'\nclose()\n${server}`,
    'tests/load/made.test.ts': testFile(`
      test('breaks', async () => expect(await load('GET /broken', constantVus(2, '500ms'))).toHaveNoErrors())
      test('holds', async () => expect(await load('GET /made', constantVus(2, '500ms'))).toHaveNoErrors())
    `),
  })
  const { output } = await project.run()

  expect(output).toContain('! CPU profile of the server was not kept: the server could not be inspected: ')
  expect(output.match(/was not kept/g)).toHaveLength(1)
  expect(output).toContain('1 failed | 1 passed')
})

it('tells when the server dies, and samples it again on its port when it is back', { timeout: 60_000 }, async () => {
  const port = await freePort()
  const project = createProject({
    'server.js': server,
    'tests/load/made.test.ts': testFile(`
      import { spawn } from 'node:child_process'
      const start = () => spawn('node', ['server.js'], { env: { ...process.env, PORT: '${port}' }, stdio: 'ignore' })
      const until = async (ok) => { while (await fetch('http://127.0.0.1:${port}/').then(() => true, () => false) !== ok) await new Promise((resolve) => setTimeout(resolve, 50)) }

      test('dies', async () => {
        let child = start()
        await until(true)
        const first = child.pid
        const loading = load(async ({ sleep }) => sleep(100), constantVus(1, '8s'), {
          baseUrl: 'http://127.0.0.1:${port}', metrics: { url: '/metrics' }, sample: { every: '200ms' },
        })
        setTimeout(() => child.kill('SIGKILL'), 1500)
        setTimeout(() => { child = start() }, 2500)
        const { resources } = await loading
        child.kill('SIGKILL')
        const messages = resources.marks.map(({ message }) => message)
        expect(messages).toContain('process ' + first + ' of the server ended')
        expect(messages).toContain('process ' + child.pid + ' listens on port ${port} now')
        expect(messages.some((one) => one.includes('refused') || one.includes('reset'))).toBe(true)
        expect(resources.metric('made_total').readings).toBeGreaterThan(5)
        const moments = resources.server.memory.points.map(({ at }) => at)
        expect(Math.max(...moments.slice(1).map((at, index) => at - moments[index]))).toBeGreaterThan(500)
      })
    `),
  })
  const { output, code } = await project.run()

  expect(code, output).toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it.each([
  ['is over', '1500ms', '{}', 'completed'],
  ['was aborted', '20s', '{ signal: AbortSignal.timeout(3000) }', 'aborted'],
])('lets a plain script end when its load %s', async (_, duration, options, outcome) => {
  const library = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
  const script = `
    import { createServer } from 'node:http'
    import { constantVus, load } from ${JSON.stringify(library)}
    const server = createServer((_, response) => response.end('ok'))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const baseUrl = 'http://127.0.0.1:' + server.address().port
    const result = await load('GET /', constantVus(2, '${duration}'), { ...${options}, baseUrl }).catch(({ result }) => result)
    server.close()
    server.closeAllConnections()
    console.log(result.outcome.state, result.resources.generator.memory.readings, result.resources.server.memory.readings)
    console.log(process.getActiveResourcesInfo().includes('MessagePort'))
    process.on('exit', () => console.log(Math.round(process.uptime())))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 40_000 })
  const [first = '', hasThread, seconds] = stdout.trim().split('\n')
  const [state, generator, server] = first.split(' ')
  expect(state).toBe(outcome)
  expect(Number(generator)).toBeGreaterThanOrEqual(2)
  if (process.platform === 'linux') expect(Number(server)).toBeGreaterThanOrEqual(1)
  expect(hasThread).toBe('false')
  expect(Number(seconds)).toBeLessThan(20)
})
