import { expect, it, onTestFinished } from 'vitest'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, failureOf, testFile } from './project.ts'

it('lists all that is wrong with the options of a load', async () => {
  const { run } = createProject({
    loadProject: "{ baseUrl: 'http://127.0.0.1:1' }",
    'tests/load/options.test.ts': testFile(`
      test('profile', () => load('GET /', constantVus(0, '10 parsecs' as never, { spwanRate: '1/s' } as never)))
      test('options', () => load('GET /', constantVus(1, '1s'), { timeout: 'soon', warmup: '5s' } as never))
      test('request', () => load({ path: '/', metod: 'GET', timeout: -1 } as never, constantVus(1, '1s')))
    `),
  })
  const finished = await run()

  expect(failureOf(finished, 'profile')).toContain(
    [
      'OptionsError: constantVus: 3 problems',
      '  - Expected `vus` to be a whole number of at least 1, got 0',
      "  - Expected `duration` to be a time above 0, such as '30s', got '10 parsecs'",
      '  - Unknown option `spwanRate`: did you mean `spawnRate`?',
    ].join('\n'),
  )
  expect(failureOf(finished, 'options')).toContain(
    [
      'OptionsError: load: 2 problems',
      '  - Unknown option `warmup`: did you mean `warmUp`?',
      "  - Expected `timeout` to be a time above 0, such as '30s', got 'soon'",
    ].join('\n'),
  )
  expect(failureOf(finished, 'request')).toContain(
    [
      'OptionsError: load: 2 problems',
      '  - Unknown option `metod`: did you mean `method`?',
      "  - Expected `timeout` to be a time above 0, such as '30s', got -1",
    ].join('\n'),
  )
  // Each leads to the line of the test.
  for (const [title, line] of [
    ['profile', 4],
    ['options', 5],
    ['request', 6],
  ] as const) {
    expect(failureOf(finished, title)).toContain(`❯ tests/load/options.test.ts:${line}:`)
  }
  expect(finished.code).toBe(1)
})

it('lists all that is wrong with the options of loadProject, and starts nothing', async () => {
  const { run } = createProject({
    loadProject: "{ baseUrl: 'localhost:3000', webserver: { command: 'node server.js' }, coolDown: 'a while' }",
    'tests/load/options.test.ts': testFile("test('runs', () => {})"),
  })
  const { output, code } = await run()

  expect(output).toContain(
    [
      'OptionsError: loadProject: 3 problems',
      '  - Unknown option `webserver`: did you mean `webServer`?',
      "  - Expected `baseUrl` to be an http or https URL, such as 'http://127.0.0.1:3000', got 'localhost:3000'",
      "  - Expected `coolDown` to be a time of at least 0, such as '30s', got 'a while'",
    ].join('\n'),
  )
  expect(output).not.toContain('✓')
  expect(code).toBe(1)
})

it('refuses `retry` and `test.concurrent` around a load, by the name of the test', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/health.test.ts': testFile(`
      test('again and again', { retry: 2 }, () => load('GET /health', constantVus(1, '1s')))
      test.concurrent('side by side', () => load('GET /health', constantVus(1, '1s')))
      test('alone', () => load('GET /health', constantVus(1, '500ms')))
      test('without a load', { retry: 2 }, () => {})
    `),
  })
  // Flags for all tests are no mistake of a load test.
  const flags = ['--retry=1', '--sequence.concurrent', '--testTimeout=300', '--pool=threads', '--no-isolate']
  const finished = await run({ args: ['run', '--project', 'load', ...flags] })

  expect(failureOf(finished, 'again and again')).toContain(
    'Expected a test that loads to have no `retry`, got 2 in "again and again": a load that is repeated until it passes proves nothing.',
  )
  expect(failureOf(finished, 'side by side')).toContain(
    'Expected a test that loads to run alone, got `concurrent` in "side by side": loads at the same time measure each other.',
  )
  expect(finished.output).toContain('Tests  2 failed | 2 passed (4)')
  expect(finished.code).toBe(1)
})

it('shows in the report what variables have changed', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/health.test.ts': testFile("test('health', () => load('GET /health', constantVus(50, '10s')))"),
  })

  const overridden = await run({ env: { LOAD_VUS: '3', LOAD_DURATION: '500ms' } })
  expect(overridden.stdout).toContain('3 users for 500 ms')
  expect(overridden.stdout).toContain('! LOAD_VUS=3 replaced 50 users')
  expect(overridden.stdout).toContain('! LOAD_DURATION=500 ms replaced 10 s')
  expect(overridden.code).toBe(0)

  const scaled = await run({ env: { LOAD_SCALE: '0.1' } })
  expect(scaled.stdout).toContain('50 users for 1 s · at a scale of 0.1')
  expect(scaled.code).toBe(0)
})

it('refuses variables that it cannot read', async () => {
  const { run } = createProject({
    loadProject: "{ baseUrl: 'http://127.0.0.1:1' }",
    'tests/load/health.test.ts': testFile("test('health', () => load('GET /health', constantVus(50, '10s')))"),
  })

  const overridden = await run({ env: { LOAD_VUS: 'many', LOAD_DURATION: '10 parsecs' } })
  expect(failureOf(overridden, 'health')).toContain(
    [
      'OptionsError: environment: 2 problems',
      "  - Expected `LOAD_VUS` to be a whole number of at least 1, got 'many'",
      "  - Expected `LOAD_DURATION` to be a time above 0, such as '30s', got '10 parsecs'",
    ].join('\n'),
  )
  const scaled = await run({ env: { LOAD_SCALE: 'tiny' } })
  expect(failureOf(scaled, 'health')).toMatch(/OptionsError: environment: Expected `LOAD_SCALE` to be a number .*, got 'tiny'/)
})
