import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, failureOf, type Project, testFile } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

/** One user sends five requests, which take DELAY milliseconds; what is compared is in LIMITS. */
const SLOW = `
  const slow = { method: 'GET', path: '/delay/' + (process.env.DELAY ?? 100), name: 'GET /slow' }
  const run = () => load(slow, sharedIterations(1, 5))
  const limits = { mean: '±40%', ...JSON.parse(process.env.LIMITS ?? '{}') }
`

const ONE_TEST = `${SLOW}
  test('slow', async () => expect(await run()).toMatchBaseline(limits))
`

function projectOf(code: string): Project {
  return createProject({ loadProject: `{ baseUrl: '${server.url}' }`, 'tests/load/slow.test.ts': testFile(code) })
}

const env = { LOAD_ENVIRONMENT: 'here' }
const IN_CI = { ...env, CI: 'true' }
const UPDATE = ['run', '--project', 'load', '-u']

function folderOf({ folder }: Project): string {
  return join(folder, 'tests/load/__baselines__/slow.test.ts')
}

function files(project: Project): readonly string[] {
  return existsSync(folderOf(project)) ? readdirSync(folderOf(project)).sort() : []
}

function textOf(project: Project, name = 'slow.here.json'): string {
  return readFileSync(join(folderOf(project), name), 'utf8')
}

describe('toMatchBaseline', () => {
  it('keeps the first run, matches it, tells what is worse, and renews it with -u', async () => {
    const project = projectOf(ONE_TEST)
    const first = await project.run({ env })
    expect(first.output).toMatch(/there was no baseline: tests\/load\/__baselines__\/slow\.test\.ts\/slow\.here\.json is written/)
    expect(first.output).toMatch(/Snapshots {2}1 written/)
    expect(files(project)).toEqual(['slow.here.json'])
    const kept = textOf(project)

    const second = await project.run({ env: IN_CI })
    expect(second).toMatchObject({ code: 0 })
    expect(second.output).toMatch(
      /mean latency was 10\d(\.\d)? ms, expected .* ms to .* ms, 40 % around the .* ms of the baseline/,
    )
    expect(textOf(project)).toBe(kept)

    const slower = await project.run({ env: { ...env, DELAY: '200' } })
    expect(slower.code).toBe(1)
    expect(failureOf(slower, 'slow')).toMatch(/mean latency was 20\d(\.\d)? ms, expected/)
    expect(slower.output).toMatch(/Snapshots {2}1 failed/)
    expect(textOf(project)).toBe(kept)

    const renewed = await project.run({ args: UPDATE, env: { ...env, DELAY: '200' } })
    expect(renewed).toMatchObject({ code: 0 })
    expect(renewed.output).toMatch(/Snapshots {2}1 updated/)
    expect(JSON.parse(textOf(project)).runs).toHaveLength(1)
    expect((await project.run({ env: { ...IN_CI, DELAY: '200' } })).code).toBe(0)

    const report = readdirSync(join(project.folder, '.vitest/load')).filter((name) => name.endsWith('report.html'))
    const page = readFileSync(join(project.folder, '.vitest/load', report.at(-1) as string), 'utf8')
    expect(page).toMatch(/"baseline":\{"name":"baseline of \d{4}-/)
  })
})
