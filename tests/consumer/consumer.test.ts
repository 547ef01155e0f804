import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { environmentName } from '../../src/baseline/baseline-file.ts'
import { formatBaseline } from '../../src/baseline/baseline-text.ts'
import { createBaseline } from '../../src/baseline/create-baseline.ts'
import { parseResult } from '../../src/metrics/load-result.ts'
import type { StoredResult } from '../../src/metrics/stored-result.ts'
import { type CodeBlock, codeBlocks } from './code-blocks.ts'
import { ConsumerProject } from './consumer-project.ts'

const repository = new URL('../../', import.meta.url)
const project = new ConsumerProject()
const readme = codeBlocks(new URL('README.md', repository))
const guides = [
  'scenarios',
  'threads',
  'results',
  'baselines',
  'regressions',
  'resources',
  'analysis',
  'benchmarks',
  'capacity',
  'project',
  'from-k6',
  'from-locust',
  'faults',
  'errors',
].flatMap((name) => codeBlocks(new URL(`docs/${name}.md`, repository)))
let port = ''

beforeAll(async () => {
  port = String(await freePort())
  await project.install()
  for (const block of readme) if (block.path !== undefined) project.write(block.path, here(block.code))
}, 180_000)

afterAll(() => project.remove())

test("the README's first test runs as it is printed", async () => {
  const { code, output } = await runLoadTests('tests/load/health.test.ts')
  expect(output).not.toContain('Vite config')
  expect(output).toContain('10 users for 1 s')
  expect(output).toMatch(/GET \/health +[\d,]+ +0 /)
  expect(output).toMatch(/✓ .*p95 was .*, expected below 50 ms/)
  expect(code).toBe(0)
})

test('the other examples of the README and the docs run', async () => {
  const server = fileURLToPath(new URL('fixtures/server.ts', repository))
  const config = readme.find((block) => block.path === 'vitest.config.mts') as CodeBlock
  project.write('vitest.config.mts', here(config.code.replace('node server.js', `node ${server} --port ${port}`)))
  const isModule = ({ path }: CodeBlock): boolean => path?.includes('.scenario.') ?? false
  for (const { path, code } of guides.filter(isModule)) project.write(String(path), here(code))
  const examples = guides.filter((block) => block.language === 'ts' && !isModule(block))
  expect(examples.length).toBeGreaterThan(5)
  for (const [index, { code }] of examples.entries()) {
    project.write(`tests/load/example-${index}.test.ts`, asTest(here(code)))
  }
  const { code, output } = await runLoadTests('tests/load/shopper.test.ts', 'tests/load/example')
  expect(output).toMatch(new RegExp(`Tests .*${examples.length + 1} passed`))
  expect(code).toBe(0)
})

test('types hold under strict, and refuse what is wrong', async () => {
  project.write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: strictOptions, include: ['tests', 'types.ts', 'vitest.config.mts'] }),
  )
  project.write('types.ts', typeExamples)
  const { code, output } = await project.run('npx', ['--no-install', 'tsc', '--noEmit'])
  expect(output).not.toContain('error TS')
  expect(code).toBe(0)
})

test('a plain script loads, given a base URL', async () => {
  project.write('script.mjs', scriptExample)
  expect(await project.run('node', ['script.mjs'])).toEqual({ code: 0, output: '0 true\na,b 10\n' })
})

test('CommonJS can require it', async () => {
  project.write('script.cjs', "console.log(['', '/matchers', '/config'].map((path) => typeof require('vitest-load' + path)))")
  expect(await project.run('node', ['script.cjs'])).toEqual({ code: 0, output: "[ 'object', 'object', 'object' ]\n" })
})

test('what init writes in an empty folder runs', async () => {
  rmSync(join(project.folder, 'fresh'), { recursive: true, force: true })
  project.write('fresh/package.json', '{ "private": true }')
  symlinkSync('../node_modules', join(project.folder, 'fresh/node_modules'))
  const inFolder = (command: string) => project.run('sh', ['-c', `cd fresh && ${command}`], { LOAD_SCALE: '0.1', NO_COLOR: '1' })
  const written = await inFolder(`npx --no-install vitest-load init --url http://127.0.0.1:${port}/health`)
  expect(written).toMatchObject({ code: 0, output: expect.stringContaining('wrote  .github/workflows/load.yml') })
  const { code, output } = await inFolder('npx --no-install vitest run --project load')
  expect(output).toMatch(/✓ .*p95 was .*, expected below 200 ms/)
  expect(code).toBe(0)
  expect(await inFolder('npx --no-install vitest-load trend')).toMatchObject({ code: 0 })
  // For the guide of the command line.
  mkdirSync(join(project.folder, '.vitest/load'), { recursive: true })
  copyFileSync(join(project.folder, 'fresh/.vitest/load/history.sqlite'), join(project.folder, '.vitest/load/history.sqlite'))
}, 120_000)

test("the command line is there, and the guide's examples run", async () => {
  project.write('results/checkout_result.json', '')
  project.write('store.mjs', storeExample)
  expect(await project.run('node', ['store.mjs'])).toEqual({ code: 0, output: '' })
  keepBaseline('results/checkout_result.json')
  const locust = (name: string): string => readFileSync(new URL(`fixtures/locust/${name}`, repository), 'utf8')
  for (const file of ['_stats.csv', '_stats_history.csv', '_failures.csv']) {
    project.write(`main/gateway${file}`, locust(`gateway-baseline${file}`))
    project.write(`results/gateway${file}`, locust(`gateway-regressed${file}`))
  }
  expect(await project.run('npx', ['--no-install', 'vitest-load', '--help'])).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Usage: vitest-load/),
  })
  const lines = codeBlocks(new URL('docs/cli.md', repository)).flatMap(({ code }) => code.trim().split('\n'))
  const commands = lines.filter((line) => line.startsWith('npx vitest-load '))
  expect(commands.length).toBeGreaterThan(8)
  for (const command of commands) {
    const { code, output } = await project.run('sh', ['-c', command])
    const expected = Number(/# exits with (\d)/.exec(command)?.[1] ?? 0)
    expect({ command, code, ...(code !== expected && { output }) }).toEqual({ command, code: expected })
  }
})

/** As a test that matched it would. */
function keepBaseline(file: string): void {
  const result = parseResult(JSON.parse(readFileSync(join(project.folder, file), 'utf8')) as StoredResult)
  const text = formatBaseline(createBaseline(result, { test: 'buys a lamp', name: 'buys a lamp' }))
  project.write(`tests/load/__baselines__/checkout.test.ts/buys-a-lamp.${environmentName(result.environment)}.json`, text)
}

function runLoadTests(...files: string[]): Promise<{ code: number; output: string }> {
  // With -u, because in CI no baseline is written without.
  return project.run('npx', ['--no-install', 'vitest', 'run', '-u', '--project', 'load', ...files], {
    LOAD_VUS: '10',
    LOAD_DURATION: '1s',
    NO_COLOR: '1',
  })
}

/** An example that is no test by itself becomes one. */
function asTest(code: string): string {
  return /^test\(/m.test(code) ? code : `${code}\nimport { test } from 'vitest'\ntest('it runs', () => {})\n`
}

/** Port 3000 of the examples may be taken on this machine. */
function here(code: string): string {
  return code.replaceAll('3000', port)
}

const strictOptions = {
  target: 'es2023',
  module: 'preserve',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ['node'],
}

const scriptExample = `
import { createServer } from 'node:http'
import { constantVus, load, loadAll } from 'vitest-load'

const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1', async () => {
  const baseUrl = 'http://127.0.0.1:' + server.address().port
  const result = await load('GET /', constantVus(2, '1s'), { baseUrl })
  console.log(result.requests.failed, result.requests.succeeded > 10)
  const both = { a: ['GET /a', constantVus(1, '1s')], b: ['GET /b', constantVus(1, '1s')] }
  const { scenarios, requests } = await loadAll(both, { baseUrl, maxRequests: 10 })
  console.log(scenarios.join(), requests.total)
  server.close()
})
`

const storeExample = `
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { constantVus, load } from 'vitest-load'

const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1', async () => {
  const baseUrl = 'http://127.0.0.1:' + server.address().port
  const result = await load('GET /', constantVus(2, '1s'), { name: 'checkout', baseUrl })
  writeFileSync('results/checkout_result.json', JSON.stringify(result))
  server.close()
})
`

const typeExamples = `
import { expect, expectTypeOf } from 'vitest'
import { constantRate, constantVus, fanOut, feeder, load, loadAll, type LoadResult, scenario } from 'vitest-load'
import 'vitest-load/set-up'

const result = {} as LoadResult
expect(result).toHaveP95Below('50ms')
expect(result.stage('peak').endpoint('GET /')).toHaveErrorRateBelow('1%', { except: ['rate-limited'] })
expect(result).toMeet({ p95: { target: '120ms', acceptable: '150ms' } })
// @ts-expect-error a limit is no flag
expect(result).toHaveP95Below(true)
// @ts-expect-error no duration
expect(result).toHaveP95Below('50 parsecs')
// @ts-expect-error no number of users
constantVus('many', '1s')
// @ts-expect-error no method
void load('FETCH /', constantVus(1, '1s'))
// @ts-expect-error an unknown option
void load('GET /', constantVus(1, '1s'), { baseURL: 'http://127.0.0.1' })

scenario({
  name: 'shopper',
  start: async () => ({ token: 'abc' }),
  run: ({ state }) => {
    expectTypeOf(state).toEqualTypeOf<{ token: string }>()
  },
})
scenario({
  name: 'visitor',
  run: ({ state }) => {
    expectTypeOf(state).toEqualTypeOf<undefined>()
  },
})
void load(async ({ http }) => {
  await http.get('/health')
}, constantVus(1, '1s'))
const buyer = scenario({
  name: 'buyer',
  data: feeder([{ id: 1 }]),
  start: () => ({ token: 'abc' }),
  run: ({ state, data }) => [state.token, data.id],
})
void loadAll(
  {
    browse: ['GET /', constantVus(1, '1s')],
    post: [{ method: 'POST', path: '/', json: { n: 1 } }, constantVus(1, '1s')],
    buy: [buyer, constantRate('5/s', '1s')],
    visit: [
      async ({ http, state }) => {
        expectTypeOf(state).toEqualTypeOf<undefined>()
        await http.get('/')
      },
      constantVus(1, '1s'),
    ],
    inline: [
      scenario({
        name: 'inline',
        start: () => 5,
        run: [[1, 'a', ({ state }) => expectTypeOf(state).toEqualTypeOf<number>()]],
      }),
      constantVus(1, '1s'),
    ],
  },
  { maxRequests: 10, budget: '60/min', abortWhen: { errorRate: '>20%', p95: '>2s', throughput: '<5/min', after: '5s', window: 10_000 } },
)
// @ts-expect-error no method
void loadAll({ browse: ['FETCH /', constantVus(1, '1s')] })
// @ts-expect-error no profile
void loadAll({ browse: ['GET /', 5] })
// @ts-expect-error no pair
void loadAll({ browse: ['GET /'] })
// @ts-expect-error a condition has a sign
void load('GET /', constantVus(1, '1s'), { abortWhen: { errorRate: '20%' } })
// @ts-expect-error a latency has an upper limit
void load('GET /', constantVus(1, '1s'), { abortWhen: { p95: '<2s' } })
void fanOut(['/a', '/b'], ({ http, data }) => {
  expectTypeOf(data).toEqualTypeOf<string>()
  return http.get(data)
})
`
