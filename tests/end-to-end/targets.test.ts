import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, failureOf, testFile } from './project.ts'

it('says that there is no server: the address, the cause and what to do, and loads nothing', async () => {
  const port = await freePort()
  const { run } = createProject({
    loadProject: `{ baseUrl: 'http://127.0.0.1:${port}' }`,
    'tests/load/health.test.ts': testFile(`
      const profile = constantVus(5, '30s'), ask = ({ http }) => http.get('/health')
      test('request', () => load('GET /health', profile))
      test('function', () => load(ask, profile))
      test('function that catches', () => load((context) => ask(context).catch(() => {}), profile))
      test('start', () => load(scenario({ name: 'user', start: ask, run: () => {} }), profile))
      test('burst', () => fanOut(5, 'GET /health'))
    `),
  })
  const started = performance.now()
  const finished = await run()

  expect(performance.now() - started).toBeLessThan(25_000)
  for (const [index, title] of ['request', 'function', 'function that catches', 'start', 'burst'].entries()) {
    expect(failureOf(finished, title)).toContain(`❯ tests/load/health.test.ts:${index + 5}:`)
    expect(failureOf(finished, title)).toContain(
      `TargetUnreachableError: Nothing listens on 127.0.0.1:${port} (ECONNREFUSED). ` +
        'Start the server, or let `loadProject({ webServer })` start it, or check `baseUrl`.',
    )
  }
  expect(finished.output).not.toContain('requests')
  expect(finished.output).not.toContain('Unhandled')
  expect(finished.code).toBe(1)
})

it('waits 5 s for a server that never takes a connection', async () => {
  const port = await freePort()
  const { run } = createProject({
    loadProject: `{ baseUrl: 'http://127.0.0.1:${port}' }`,
    // Its queue has room for one, and while it is stopped nobody empties it.
    'server.js': `
      import { createServer } from 'node:net'
      createServer().listen({ port: ${port}, host: '127.0.0.1', backlog: 1 }, () => {
        process.stdout.write('listening', () => process.kill(process.pid, 'SIGSTOP'))
      })
    `,
    'tests/load/health.test.ts': testFile(`
      import { spawn } from 'node:child_process'
      import { once } from 'node:events'
      import { connect } from 'node:net'
      const server = spawn('node', ['server.js'])
      beforeAll(async () => {
        await once(server.stdout, 'data')
        for (let queued = 0; queued < 4; queued++) connect(${port}, '127.0.0.1').on('error', () => {})
      })
      afterAll(() => server.kill('SIGKILL'))
      test('request', () => load('GET /health', constantVus(5, '30s')))
    `),
  })
  const finished = await run()

  expect(failureOf(finished, 'request')).toContain(
    `TargetUnreachableError: 127.0.0.1:${port} did not take a connection within 5 s. Check \`baseUrl\`, and whether a firewall is in between.`,
  )
  expect(finished.output).toMatch(/× request [5-9]\d{3}ms/)
})

it('refuses a host that is neither this machine nor allowed, wherever it comes from', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/hosts.test.ts': testFile(`
      const profile = constantVus(2, '30s')
      const away = '/redirect?to=http://shop.example.test/health'
      test('base URL', () => load('GET /health', profile, { baseUrl: 'https://shop.example.test' }))
      test('absolute URL', () => load('GET http://192.0.2.1:8080/health', profile))
      test('absolute URL in a function', () => load(({ http }) => http.get('http://192.0.2.1:8080/health'), profile))
      test('redirect', () => load({ path: away }, profile))
      test('redirect in a function', () => load(({ http }) => http.get(away), profile))
      test('redirect in a function that catches', () => load(({ http }) => http.get(away).catch(() => {}), profile))
      test('burst', () => fanOut(['http://192.0.2.1:8080/health'], ({ http, data }) => http.get(data)))
    `),
  })
  const started = performance.now()
  const finished = await run()

  expect(performance.now() - started).toBeLessThan(25_000)
  for (const [title, host, port] of [
    ['base URL', 'shop.example.test', 443],
    ['absolute URL', '192.0.2.1', 8080],
    ['absolute URL in a function', '192.0.2.1', 8080],
    ['redirect', 'shop.example.test', 80],
    ['redirect in a function', 'shop.example.test', 80],
    ['redirect in a function that catches', 'shop.example.test', 80],
    ['burst', '192.0.2.1', 8080],
  ] as const) {
    expect(failureOf(finished, title)).toContain(
      `HostNotAllowedError: Expected the target to be this machine or a listed host, got ${host}:${port}. To send load there, list it with ` +
        `\`loadProject({ allowedHosts: ['${host}'] })\` or LOAD_ALLOWED_HOSTS=${host}`,
    )
  }
  expect(finished.code).toBe(1)
})

it('loads a host that LOAD_ALLOWED_HOSTS lists', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const { run } = createProject({
    loadProject: `{ baseUrl: 'http://shop.example.test:${server.port}' }`,
    // The name leads to this machine, and no query leaves it.
    'tests/load/hosts.test.ts': testFile(`
      import dns from 'node:dns'
      const { lookup } = dns
      dns.lookup = (name, ...rest) => lookup(name === 'shop.example.test' ? '127.0.0.1' : 'localhost', ...rest)
      test('shop', async () => {
        expect(await load('GET /health', sharedIterations(2, 10))).toHaveSucceededAtLeast(10)
      })
    `),
  })

  const refused = await run()
  expect(failureOf(refused, 'shop')).toContain(`got shop.example.test:${server.port}`)

  const allowed = await run({ env: { LOAD_ALLOWED_HOSTS: `other.test, shop.example.test:${server.port}` } })
  expect(allowed.output).toContain('10 completed')
  expect(allowed.code).toBe(0)
})
