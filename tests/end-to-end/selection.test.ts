import { beforeEach, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

const suite = {
  'tests/load/service.test.ts': `
    import { test } from 'vitest'
    import { constantRate, constantVus, load } from 'vitest-load'

    test('health', { tags: ['smoke'] }, () => load('GET /health', constantVus(1, '300ms')))
    test('models', { tags: ['load'] }, () => load('GET /v1/models', constantVus(20, '20s')))
    test('orders', { tags: ['load', 'slow'] }, () => load('GET /orders/1', constantRate('50/s', '10m')))
  `,
}

it.each([
  { filter: 'smoke', ran: ['health'] },
  { filter: '!load', ran: ['health'] },
  { filter: 'load && slow', ran: ['orders'] },
  { filter: 'load', ran: ['models', 'orders'] },
])('runs the scenarios of the tag $filter', async ({ filter, ran }) => {
  const { run } = createProject({ loadProject: `{ baseUrl: '${server.url}' }`, ...suite })
  const args = ['run', '--project', 'load', `--tags-filter=${filter}`]
  const { stdout, code } = await run({ args, env: { LOAD_DURATION: '300ms' } })

  // A line of its own is the heading of a load.
  const headings = ['health', 'models', 'orders'].filter((title) => new RegExp(`^  ${title}$`, 'm').test(stdout))
  expect(headings).toEqual(ran)
  expect(stdout).toMatch(new RegExp(`Tests +${ran.length} passed`))
  expect(code).toBe(0)
})

it.each([
  { title: 'models', env: { LOAD_VUS: '3', LOAD_DURATION: '400ms' }, applied: '3 users for 400 ms' },
  { title: 'orders', env: { LOAD_RATE: '120/s', LOAD_DURATION: '500ms' }, applied: '120/s for 500 ms' },
])('runs $title by its name with other users, another rate and another duration', async ({ title, env, applied }) => {
  const { run } = createProject({ loadProject: `{ baseUrl: '${server.url}' }`, ...suite })
  const { stdout, code } = await run({ args: ['run', '--project', 'load', '-t', title], env })

  expect(stdout).toContain(applied)
  for (const [name, value] of Object.entries(env)) expect(stdout).toContain(`${name}=${value.replace('ms', ' ms')} replaced`)
  expect(stdout).toMatch(/Tests +1 passed/)
  expect(code).toBe(0)
})
