import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseRequestDefaults } from '../http/request-defaults.ts'
import { isScenario } from '../scenario/scenario.ts'
import { compileScript } from './compile-script.ts'
import { moduleFolder } from './modules.fixture.ts'
import { explainLoadError, loadScenarioModule } from './scenario-module.ts'

const moduleOf = moduleFolder()
const defaults = parseRequestDefaults('load', { baseUrl: 'http://127.0.0.1:3000' })
const compile = async (text: string, name?: string, given?: string) =>
  await compileScript('load', moduleOf(text, name), defaults, given)

describe('a module of a scenario', () => {
  it.each([
    ['its default export', 'export default function visit() {}; export function other() {}', 'visit'],
    ['an export named scenario', 'export async function scenario() {}; export function other() {}', 'scenario'],
    ['its only function', 'export const settings = { users: 5 }; export function visit() {}', 'visit'],
  ])('gives %s', async (_, text, name) => {
    expect(await compile(text)).toMatchObject({ kind: 'function', name, tasks: [{ name }] })
  })

  it('gives a scenario()', async () => {
    const library = new URL('../scenario/scenario.ts', import.meta.url).href
    const text = `import { scenario } from '${library}'; export const shopper = scenario({ name: 'shopper', run() {} }); export const n = 1`
    const { input } = await loadScenarioModule('load', moduleOf(text))
    expect(isScenario(input)).toBe(true)
    expect(await compile(text)).toMatchObject({ kind: 'function', name: 'shopper' })
  })

  it.each([
    ['a request line', "export default 'GET /health'", { kind: 'request', name: 'GET /health' }],
    ['a request with a function', "export default { path: '/', expect: () => true }", { kind: 'request', name: 'GET /' }],
    ['a list of requests', "export const scenario = ['GET /a', 'GET /b']", { kind: 'requests', name: 'GET /a, GET /b' }],
  ])('gives %s', async (_, text, script) => {
    expect(await compile(text)).toMatchObject(script)
  })

  it('names a function without a name after its file', async () => {
    expect(await compile('module.exports = (() => () => {})()', 'checkout.scenario.cjs')).toMatchObject({ name: 'checkout' })
    expect(await compile('module.exports = (() => () => {})()', 'plain.cjs')).toMatchObject({ name: 'plain' })
    expect(await compile('export default async () => {}', 'given.mjs', 'buy')).toMatchObject({ name: 'buy' })
  })

  it('may be CommonJS', async () => {
    expect(await compile('exports.scenario = function visit() {}', 'common.cjs')).toMatchObject({ name: 'visit' })
    expect(await compile('module.exports = function visit() {}', 'whole.cjs')).toMatchObject({ name: 'visit' })
  })
})

describe('a module without a scenario', () => {
  it.each([
    ['export const users = 5; export const url = "/"', 'got `url`, `users`'],
    ['export function one() {}; export function two() {}', 'got `one`, `two`'],
    ['export {}', 'got no exports'],
  ])('is refused, with what it exports: %s', async (text, got) => {
    await expect(compile(text)).rejects.toMatchObject({ code: 'ERR_LOAD_OPTIONS' })
    await expect(compile(text)).rejects.toThrow(
      `to export a scenario: as its default, by the name \`scenario\`, or as its only function or scenario(), ${got}`,
    )
  })

  it('is refused where there is none', async () => {
    const url = new URL('./none.ts', import.meta.url)
    const path = fileURLToPath(url)
    await expect(loadScenarioModule('load', url)).rejects.toThrow(
      `load: Expected a module with a scenario at '${path}': there is none`,
    )
    await expect(loadScenarioModule('load', new URL('https://example.com/a.js'))).rejects.toThrow(
      "load: Expected the URL of a scenario's module to be a file: URL, got https://example.com/a.js",
    )
  })

  it('is refused where it throws', async () => {
    const url = moduleOf("throw new Error('no database')")
    await expect(loadScenarioModule('load', url)).rejects.toThrow(/to be a module that Node can load: no database$/)
    await expect(loadScenarioModule('load', url)).rejects.toMatchObject({ cause: { message: 'no database' } })
  })
})

it('is told to be named .mts where its package is CommonJS', () => {
  const advice = 'Where package.json does not say "type": "module", name it .mts or .mjs'
  for (const message of ['Cannot use import statement outside a module', "Unexpected token 'export'"]) {
    expect(explainLoadError(new SyntaxError(message))).toBe(`${message}. ${advice}`)
  }
})

describe('what keeps Node from loading a module', () => {
  it.each([
    [
      'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
      'Node only strips types: write it with what can be erased, such as a const object for an enum',
    ],
    ['ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING', 'Node strips no types below node_modules'],
    ['ERR_UNKNOWN_FILE_EXTENSION', 'Node loads .js, .mjs, .cjs, .ts, .mts and .cts'],
    ['ERR_MODULE_NOT_FOUND', "Node wants whole file names, such as './orders.ts'"],
  ])('%s comes with advice', (code, advice) => {
    const error = Object.assign(new Error('it failed\nat a place'), { code })
    expect(explainLoadError(error)).toContain(`it failed. ${advice}`)
  })

  it('is told as it is otherwise', () => {
    expect(explainLoadError(new SyntaxError('Unexpected end of input'))).toBe('Unexpected end of input')
  })
})
