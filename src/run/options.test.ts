import { expect, it } from 'vitest'
import type { Profile } from '../profile/profile.ts'
import { scenario } from '../scenario/scenario.ts'
import { runBurst } from './fan-out.ts'
import { runLoad } from './load.ts'
import type { RunContext } from './run-context.ts'

const profile: Profile = { kind: 'constant-vus', vus: 1, duration: 1000 }
const context: RunContext = {
  name: 'a test',
  settings: { allowedHosts: [], coolDown: 0 },
  signal: new AbortController().signal,
  progress() {},
  report() {},
  reportStudy() {},
  drain() {},
}
const load = (scenario: unknown, options: unknown, applied: unknown = profile) =>
  runLoad(scenario as never, applied as never, options as never, context)
const fanOut = (items: unknown, request: unknown, options: unknown) =>
  runBurst(items as never, request as never, options as never, context)

it('lists at once what is wrong with the options, the profile and the request of a load', async () => {
  const options = { timeout: 'x', baseUrl: 'nope', headers: { 'x-a': true }, tls: { rejectUnautorized: false, servername: 1 } }
  await expect(load('GET a', options, 5)).rejects.toThrow(`load: 7 problems
  - Expected a value to be a profile, such as constantVus(100, '10s'), got 5
  - Expected \`baseUrl\` to be an http or https URL without a query, such as 'http://127.0.0.1:3000', got 'nope'
  - Expected \`headers.x-a\` to be a number, or text without line breaks and of characters up to U+00FF, got a value of type boolean
  - Expected \`timeout\` to be a time above 0, such as '30s', got 'x'
  - Unknown option \`tls.rejectUnautorized\`: did you mean \`rejectUnauthorized\`?
  - Expected \`tls.servername\` to be a text, got 1
  - Expected \`path\` to be a path that begins with '/', or an http or https URL, got 'a'`)
})

it('lists at once what is wrong with the items, the options and the request of a fan-out', async () => {
  await expect(fanOut(0, 'GET a', { concurrency: 0, timeout: 'x', warmUp: '1s' })).rejects.toThrow(`fanOut: 5 problems
  - Expected a value to be a whole number from 1 to 1000000 or a list with at least one item, got 0
  - Unknown option \`warmUp\``)
  await expect(fanOut(0, 'GET a', { concurrency: 0, timeout: 'x' })).rejects.toThrow(`fanOut: 4 problems
  - Expected a value to be a whole number from 1 to 1000000 or a list with at least one item, got 0
  - Expected \`timeout\` to be a time above 0, such as '30s', got 'x'
  - Expected \`concurrency\` to be a whole number of at least 1, got 0
  - Expected \`path\` to be a path that begins with '/', or an http or https URL, got 'a'`)
})

it('says with the others that a path has no base', async () => {
  await expect(load('GET /a', { timeout: 'x' })).rejects.toThrow(
    /load: 2 problems[\s\S]*`timeout`[\s\S]*Expected `baseUrl` for the path/,
  )
})

it.each(['htp://ada:secret@shop', 'http://ada:secret@shop?a=1', 'http://ada:secret@shop'])(
  'tells no password of a bad baseUrl: %s',
  async (baseUrl) => {
    const error = await load('GET /', { baseUrl }).catch((error) => error)
    expect(error.code).toBe('ERR_LOAD_OPTIONS')
    expect(error.message).not.toContain('secret')
  },
)

it.each([
  ['the URL that a request goes to', { path: 'htp://ada:secret@shop/a' }, {}],
  ['a path without a base', 'GET //ada:secret@shop/a', {}],
])('tells no password of %s', async (_, request, options) => {
  const error = await load(request, options).catch((error) => error)
  expect(error.code).toBe('ERR_LOAD_OPTIONS')
  expect(error.message).not.toContain('secret')
})

it.each(['(start)', '(other)'])('refuses the name %s of a function and of a request', async (name) => {
  const message = `load: Expected \`name\` to be a text other than '(start)' and '(other)', which results use themselves, got '${name}'`
  const named = { [name]: () => {} }[name]
  await expect(load(named, { baseUrl: 'http://127.0.0.1:1' })).rejects.toThrow(message)
  await expect(load({ path: '/', name }, { baseUrl: 'http://127.0.0.1:1' })).rejects.toThrow(message)
})

it.each(['(start)', '(other)'])('refuses the name %s of a scenario', (name) => {
  expect(() => scenario({ name, run() {} })).toThrow("scenario: Expected `name` to be a text other than '(start)' and '(other)'")
})
