import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DelayingServer, startDelayingServer } from './delaying-server.ts'
import { createProject, type Finished, failureOf, type Project, testFile } from './project.ts'

let server: DelayingServer
beforeEach(async () => {
  server = await startDelayingServer()
  return () => server.close()
})

/**
 * Five requests take DELAY milliseconds, long beside the delays of a busy machine, on which a match would be inconclusive; what is compared is
 * in LIMITS.
 */
const SLOW = `
  const slow = { method: 'GET', path: '/delay/' + (process.env.DELAY ?? 300), name: 'GET /slow' }
  const run = () => loadWatched(slow, sharedIterations(5, 5))
  const limits = { mean: '±40%', ...JSON.parse(process.env.LIMITS ?? '{}') }
`

const ONE_TEST = `${SLOW}
  test('slow', async () => expect(await run()).toMatchBaseline(limits))
`

function projectOf(code: string): Project {
  const tests = { 'tests/load/slow.test.ts': testFile(`${WATCHED}${code}`) }
  const project = createProject({ loadProject: `{ baseUrl: '${server.url}' }`, ...tests })
  return { ...project, run: (options) => runFit(project, options) }
}

/** Tells by how much the generator was late at most: for its verdicts that counts only where it often is. */
const WATCHED = `const loadWatched = async (...given) => {
    const result = await load(...given)
    console.log('LATE ' + (result.health.loopDelay.max ?? 0))
    return result
  }`

/** Milliseconds by which the server or the generator may be late. */
const HELD_UP = 60

/** Runs again, from where it began, if this machine held the generator or the server up: the baseline, or what is compared, would be another. */
async function runFit(project: Project, options: Parameters<Project['run']>[0], tries = 6): Promise<Finished> {
  const before = files(project).map((name) => [name, textOf(project, name)] as const)
  server.takeLateness()
  const finished = await project.run(options)
  const late = [...finished.stdout.matchAll(/LATE ([\d.]+)/g)].map(([, milliseconds]) => Number(milliseconds))
  const isUnfit =
    Math.max(server.takeLateness(), ...late) > HELD_UP || /the\s+generator\s+(itself was|started)/.test(finished.output)
  if (!isUnfit || tries === 1) return finished
  if (existsSync(folderOf(project))) rmSync(folderOf(project), { recursive: true })
  for (const [name, text] of before) {
    mkdirSync(folderOf(project), { recursive: true })
    writeFileSync(join(folderOf(project), name), text)
  }
  return await runFit(project, options, tries - 1)
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

describe('toMatchBaseline', { timeout: 240_000 }, () => {
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
      /mean latency was 3\d\d(\.\d)? ms, expected .* ms to .* ms, 40 % around the .* ms of the baseline/,
    )
    expect(textOf(project)).toBe(kept)

    const slower = await project.run({ env: { ...env, DELAY: '700' } })
    expect(slower.code).toBe(1)
    expect(failureOf(slower, 'slow')).toMatch(/mean latency was 7\d\d(\.\d)? ms, expected/)
    expect(slower.output).toMatch(/Snapshots {2}1 failed/)
    expect(textOf(project)).toBe(kept)

    const renewed = await project.run({ args: UPDATE, env: { ...env, DELAY: '700' } })
    expect(renewed).toMatchObject({ code: 0 })
    expect(renewed.output).toMatch(/Snapshots {2}1 updated/)
    expect(JSON.parse(textOf(project)).runs).toHaveLength(1)
    expect((await project.run({ env: { ...IN_CI, DELAY: '700' } })).code).toBe(0)

    const report = readdirSync(join(project.folder, '.vitest/load')).filter((name) => name.endsWith('report.html'))
    const page = readFileSync(join(project.folder, '.vitest/load', report.at(-1) as string), 'utf8')
    expect(page).toMatch(/"baseline":\{"name":"baseline of \d{4}-/)
  })

  it('writes none in CI, and fails', async () => {
    const project = projectOf(ONE_TEST)
    const run = await project.run({ env: IN_CI })
    expect(run.code).toBe(1)
    expect(failureOf(run, 'slow')).toContain('there is no baseline, and in CI none is written')
    expect(files(project)).toEqual([])
  })

  it('is of one kind of machine: another passes with a warning, and fails where it is strict', async () => {
    const project = projectOf(ONE_TEST)
    await project.run({ env: { LOAD_ENVIRONMENT: 'laptop' } })
    const other = await project.run({ env: IN_CI })
    expect(other.code).toBe(0)
    expect(other.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'there is no baseline of here (only of laptop), so nothing was compared',
    )
    expect(files(project)).toEqual(['slow.laptop.json'])
    expect((await project.run({ env: { ...IN_CI, LIMITS: '{"strict":true}' } })).code).toBe(1)
    await project.run({ env })
    expect(files(project)).toEqual(['slow.here.json', 'slow.laptop.json'])
  })

  it('is named after the machine where it has no other name', async () => {
    const project = projectOf(ONE_TEST)
    await project.run()
    expect(files(project)).toEqual([expect.stringMatching(/^slow\.[a-z]+-[^.]+-cores?-node-\d+\.json$/)])
  })

  it('takes a run as one more of the same, where it is told to', async () => {
    const project = projectOf(ONE_TEST)
    await project.run({ env })
    const added = await project.run({ env: { ...IN_CI, LOAD_BASELINE: 'add' } })
    expect(added.output).toMatch(/Snapshots {2}1 updated/)
    const { runs } = JSON.parse(textOf(project))
    expect(runs).toHaveLength(2)
    expect(runs[0].time > runs[1].time).toBe(true)
    const mistaken = await project.run({ env: { ...env, LOAD_BASELINE: 'yes' } })
    expect(failureOf(mistaken, 'slow')).toContain("Expected LOAD_BASELINE to be 'add', or not set, got 'yes'")
  })

  it('is not written by a test that fails, is skipped, runs scaled or has nothing to keep', async () => {
    const project = projectOf(`${SLOW}
      test('fails later', async () => {
        expect(await run()).toMatchBaseline(limits)
        expect(1).toBe(2)
      })
      test('fails softly', async () => {
        expect.soft(1).toBe(2)
        expect(await run()).toMatchBaseline(limits)
      })
      test('is skipped later', async ({ skip }) => {
        expect(await run()).toMatchBaseline(limits)
        skip()
      })
      test('is refused', async () => expect(await run()).not.toMatchBaseline(limits))
      test('has a slice', async () => expect((await run()).endpoint('GET /slow')).toMatchBaseline(limits))
      test('has a name too late', async () => expect(await run()).toMatchBaseline(limits, 'late'))
      test('has a mistake', async () => expect(await run()).toMatchBaseline({ p95: '10' }))
    `)
    const finished = await project.run({ env })
    expect(failureOf(finished, 'is refused')).toContain('without `.not`')
    expect(failureOf(finished, 'has a slice')).toContain('got a slice of it: endpoints are compared by themselves')
    expect(failureOf(finished, 'has a name too late')).toContain('Expected the name before the options, got it after them')
    expect(failureOf(finished, 'has a mistake')).toContain('Expected `p95` to be a change')
    expect(finished.output).not.toMatch(/Snapshots.*written/)
    expect(files(project)).toEqual([])

    const scaled = projectOf(ONE_TEST)
    const run = await scaled.run({ env: { ...env, LOAD_SCALE: '0.5' } })
    expect(failureOf(run, 'slow')).toContain('this run is at a scale of 0.5, and baselines are of whole runs')
    expect(files(scaled)).toEqual([])
  })

  it('has a place of its own for each test, call and name, whatever they are called', async () => {
    const project = projectOf(`${SLOW}
      let result
      beforeAll(async () => { result = await run() })
      const match = (...given) => () => { expect(result).toMatchBaseline(...given, limits) }
      test('twice', match())
      test('twice', match())
      test('two calls', () => { match()(); match()(); match('named')(); match('named')() })
      test('../../../outside', match())
      test('${'long '.repeat(60)}', match())
      test('NUL', match())
      test('größe 数', match())
      test('???', match())
      test('no name', match(undefined))
      test('again', { retry: 2 }, ({ task }) => {
        match()()
        expect(task.result.retryCount).toBe(1)
      })
      test('repeated', { repeats: 1 }, match())
      test.concurrent('side', ({ expect }) => { expect(result).toMatchBaseline(limits) })
      test.concurrent('by side', ({ expect }) => { expect(result).toMatchBaseline(limits) })
    `)
    const first = await project.run({ env })
    expect(first.output).toMatch(/Tests {2}13 passed/)
    const names = files(project).map((file) => file.replace(/\.here\.json$/, ''))
    const readable = names.map((name) => name.replace(/-[\da-f]{8}$/, '-#').replace(/^(long-)+.*/, 'long'))
    expect(readable.sort()).toEqual(
      [
        'NUL-#',
        'again',
        'by-side',
        'größe-数',
        'long',
        'no-name',
        'outside',
        'repeated',
        'side',
        'twice',
        'twice-test-2',
        'two-calls',
        'two-calls-call-2',
        'two-calls-named',
        'two-calls-named-call-2',
        'unnamed-#',
      ].sort(),
    )
    const again = await project.run({ env: IN_CI })
    expect(again.code).toBe(0)
    expect(again.output).not.toContain('no test asks for')
  })

  it('refuses two tests whose names would share a file', async () => {
    const project = projectOf(`${SLOW}
      let result
      beforeAll(async () => { result = await run() })
      test('a/b', () => { expect(result).toMatchBaseline(limits) })
      test('A b', () => { expect(result).toMatchBaseline(limits) })
    `)
    const run = await project.run({ env })
    expect(failureOf(run, 'A b')).toContain("got 'a/b' and 'A b', which are both A-b: rename one of the tests")
    expect(files(project)).toEqual(['a-b.here.json'])
  })

  it('lists what no test asks for, and removes it with -u, unless a test did not run', async () => {
    const project = projectOf(ONE_TEST)
    await project.run({ env })
    for (const name of ['gone.here.json', 'gone.laptop.json', 'notes.txt']) writeFileSync(join(folderOf(project), name), '{}')
    const listed = await project.run({ env: IN_CI })
    expect(listed.code).toBe(0)
    expect(listed.output.replaceAll(/\s+/g, ' ')).toContain(
      '2 baselines that no test asks for: tests/load/__baselines__/slow.test.ts/gone.here.json, ' +
        'tests/load/__baselines__/slow.test.ts/gone.laptop.json. Remove with -u',
    )
    const filtered = await project.run({ args: [...UPDATE, '-t', 'nothing'], env })
    expect(filtered.output).not.toContain('no test asks for')
    const failing = await project.run({ args: UPDATE, env: { ...env, LIMITS: '{"p95":"10"}' } })
    expect(failing.output).not.toContain('no test asks for')
    expect(files(project)).toHaveLength(4)

    const removed = await project.run({ args: UPDATE, env })
    expect(removed.output).toContain('Removed 2 baselines that no test asks for')
    expect(files(project)).toEqual(['notes.txt', 'slow.here.json'])
  })

  it('tells what is wrong with a file, and where it can’t write one', async () => {
    const project = projectOf(ONE_TEST)
    await project.run({ env })
    const kept = textOf(project)
    const path = join(folderOf(project), 'slow.here.json')
    const others = JSON.stringify({ ...JSON.parse(kept), profile: { kind: 'shared-iterations', vus: 2, iterations: 5 } })
    for (const [text, problem] of [
      ['<<<<<<< HEAD', 'Expected a baseline as JSON'],
      [
        kept.replace('"version": 1', '"version": 2'),
        'Expected a baseline of version 1, got version 2; a newer vitest-load wrote it',
      ],
      [others, 'it is of another profile (5 iterations shared by 2 users'],
    ] as const) {
      writeFileSync(path, text)
      const run = await project.run({ env })
      expect(failureOf(run, 'slow')).toContain(problem)
      expect(textOf(project)).toBe(text)
    }
    expect((await project.run({ args: UPDATE, env })).output).toMatch(/Snapshots {2}1 updated/)

    const blocked = projectOf(ONE_TEST)
    mkdirSync(join(blocked.folder, 'tests/load'), { recursive: true })
    writeFileSync(join(blocked.folder, 'tests/load/__baselines__'), '')
    const run = await blocked.run({ env })
    expect(run.code).toBe(1)
    expect(failureOf(run, 'slow')).toMatch(/Expected to write the baseline .*slow\.here\.json, got (ENOTDIR|EEXIST)/)
    expect(run.output).not.toMatch(/Snapshots.*written/)
  })

  it('holds five requests, one after another, within 10 % of the mean that was kept, without an error', async () => {
    const project = projectOf(`
      const slow = { method: 'GET', path: '/delay/' + process.env.DELAY, name: 'GET /slow' }
      test('baseline', async () => {
        const result = await loadWatched(slow, sharedIterations(1, 5))
        expect(result).toHaveNoErrors()
        expect(result).toMatchBaseline({ mean: '±10%', errorRate: '0pt' })
      })
    `)
    expect((await project.run({ env: { ...env, DELAY: '500' } })).code).toBe(0)
    const codes = []
    for (const DELAY of ['500', '400', '600']) codes.push((await project.run({ env: { ...IN_CI, DELAY } })).code)
    expect(codes).toEqual([0, 1, 1])
  })

  it('finds the endpoint that became slower, among others that did not', async () => {
    const project = projectOf(`
      const delays = { health: 250, config: 300, workflows: Number(process.env.DELAY ?? 350) }
      const requests = Object.entries(delays).map(([name, delay]) => ({ method: 'GET', path: '/delay/' + delay, name: 'GET /' + name }))
      const visitor = async ({ http }) => { for (const { path, name } of requests) await http.get(path, { name }) }
      test('endpoints', async () => {
        expect(await load(visitor, sharedIterations(40, 120))).toMatchBaseline({ p50: '±40%' })
      })
    `)
    await project.run({ env })
    const same = await project.run({ env: IN_CI })
    expect({ code: same.code, failure: failureOf(same, 'endpoints') }).toEqual({ code: 0, failure: '' })
    expect(same.output.replaceAll(/\s+/g, ' ')).toContain('3 endpoints of 3 within these limits')
    const slower = await project.run({ env: { ...IN_CI, DELAY: '700' } })
    expect(slower.code).toBe(1)
    const failure = failureOf(slower, 'endpoints')
    expect(failure).toMatch(/GET \/workflows: p50 was 7\d\d(\.\d)? ms, expected/)
    expect(failure).not.toMatch(/GET \/(health|config): p50/)
  })
})
