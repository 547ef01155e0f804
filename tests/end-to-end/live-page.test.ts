import { beforeEach, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import type { Report } from '../../src/report/model.ts'
import type { ReportUpdate } from '../../src/report/update.ts'
import { createProject, type Run, testFile } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

const twoTests = testFile(`
  test('short', async () => {
    expect(await load('GET /health', constantVus(2, '2s'))).toHaveNoErrors()
  })
  test('long', async () => {
    expect(await load('GET /health', constantVus(2, '60s'))).toHaveNoErrors()
  })
`)

async function pageOf(run: Run): Promise<URL> {
  // It may come in pieces: it is whole when there is something after it.
  const pattern = /Live page {2}(http:\S+)\s/
  await run.wrote(pattern)
  return new URL(pattern.exec(run.written())?.[1] ?? '')
}

/** All updates until the page ends, as they come. */
async function follow(page: URL, onUpdate: (update: ReportUpdate) => void = () => {}): Promise<ReportUpdate[]> {
  const { body } = await fetch(new URL(`/events${page.search}`, page))
  const updates: ReportUpdate[] = []
  let text = ''
  for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const lines = (text + chunk).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      const update = JSON.parse(line.slice('data: '.length)) as ReportUpdate
      updates.push(update)
      onUpdate(update)
    }
  }
  return updates
}

function wholeReport(update: ReportUpdate | undefined): Report {
  if (update?.kind !== 'report') throw new Error(`Expected a report, got ${update?.kind}`)
  return update.report
}

it('stops a load in beforeAll, whose result is kept', async () => {
  const project = createProject({
    loadProject: `{ baseUrl: '${server.url}', ui: true }`,
    'tests/load/early.test.ts': testFile(`
      let result
      beforeAll(async () => {
        const visit = ({ http, vu, iteration }) => {
          if (vu === 1 && iteration === 20) console.log('it is on')
          return http.get('/health')
        }
        result = await load(visit, constantVus(2, '60s'))
      })
      test('holds', () => expect(result).toHaveNoErrors())
    `),
  })
  const run = project.start()
  const page = await pageOf(run)
  await run.wrote(/it is on/)
  const stopped = performance.now()
  await fetch(new URL(`/stop${page.search}`, page), { method: 'POST' })
  const { code, output } = await run.finished

  expect(performance.now() - stopped).toBeLessThan(20_000)
  expect(code, output).toBe(130)
  expect(output).toMatch(/aborted after [\d.]+ m?s: interrupted by SIGINT/)
  expect(await project.leftovers()).toEqual([])
})

it('shows the run from the first test to its end, also to who comes late, and stops it', async () => {
  const project = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/two.test.ts': twoTests,
  })
  const run = project.start({ env: { LOAD_UI: '1' } })
  const page = await pageOf(run)
  expect(page.hostname).toBe('127.0.0.1')
  const html = await (await fetch(page)).text()
  expect(html).toContain(`data-events="events${page.search}"`)

  let late: Promise<ReportUpdate[]> | undefined
  let long: string | undefined
  const updates = await follow(page, (update) => {
    // In the second test, after a while.
    if (update.kind === 'test' && update.test.name === 'long') long = update.test.id
    if (update.kind !== 'points' || update.test !== long || update.duration < 2500 || late !== undefined) return
    let isStopped = false
    late = follow(page, () => {
      if (!isStopped) fetch(new URL(`/stop${page.search}`, page), { method: 'POST' })
      isStopped = true
    })
  })
  const [first] = updates
  expect(wholeReport(first)).toMatchObject({ isLive: true })
  const points = updates.filter((update) => update.kind === 'points')
  expect(points.flatMap((update) => update.points).length).toBeGreaterThanOrEqual(3)
  expect(points.at(-1)?.total.requests).toBeGreaterThan(0)
  expect(points.at(-1)?.total.p95).toBeGreaterThan(0)

  const [missed] = (await late) ?? []
  expect(wholeReport(missed).tests).toMatchObject([
    { name: 'short', state: 'passed', results: [{ outcome: { state: 'completed' } }] },
    { name: 'long', state: 'running', results: [{ outcome: { state: 'running' } }] },
  ])
  expect(wholeReport(missed).tests[1]?.results[0]?.timeline.at.length).toBeGreaterThanOrEqual(2)

  const end = wholeReport(updates.at(-1))
  expect(end).toMatchObject({
    isLive: false,
    tests: [
      { name: 'short', state: 'passed' },
      { name: 'long', state: 'skipped', results: [{ outcome: { state: 'aborted' } }] },
    ],
  })
  const { code, stdout } = await run.finished
  expect(code).toBe(130)
  expect(stdout).toMatch(/aborted after .*: /)
  await expect(fetch(page)).rejects.toThrow('fetch failed')
  expect(await project.leftovers()).toEqual([])
})

it('costs nobody a process: with the page open in a browser that never leaves, the run ends', async () => {
  const { start } = createProject({
    loadProject: `{ baseUrl: '${server.url}', ui: true }`,
    'tests/load/one.test.ts': testFile(`test('one', async () => { await load('GET /health', constantVus(1, '3s')) })`),
  })
  const run = start()
  const page = await pageOf(run)
  const kept = await fetch(page)
  const updates = await follow(page)
  expect(wholeReport(updates.at(-1))).toMatchObject({ isLive: false, tests: [{ name: 'one', state: 'passed' }] })
  expect((await run.finished).code).toBe(0)
  await kept.body?.cancel()
})

it('is not there unless it is asked for', async () => {
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}', ui: true }`,
    'tests/load/one.test.ts': testFile(`test('one', async () => { await load('GET /health', sharedIterations(1, 1)) })`),
  })
  const { output, code } = await run({ env: { LOAD_UI: '0' } })
  expect(output).not.toContain('Live page')
  expect(code).toBe(0)
})
