import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { parseResult } from 'vitest-load'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, type Project, testFile } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

function loadTest(title: string, limit = 'expect(result).toHaveNoErrors()'): string {
  return testFile(`
    test('${title}', async () => {
      const result = await load('GET /health', sharedIterations(2, 25))
      ${limit}
    })
  `)
}

function filesIn({ folder }: Project, directory = '.vitest/load'): string[] {
  return readdirSync(join(folder, directory))
    .map((name) => name.replace(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_/, ''))
    .toSorted()
}

function textOf({ folder }: Project, ending: string, directory = '.vitest/load'): string {
  const name = readdirSync(join(folder, directory)).find((one) => one.endsWith(ending))
  return name === undefined ? '' : readFileSync(join(folder, directory, name), 'utf8')
}

const ofHealth = ['failures.csv', 'percentiles.hgrm', 'result.json', 'stats.csv', 'stats_history.csv'].map(
  (end) => `health_${end}`,
)

describe('the files of a run', () => {
  it('are in .vitest/load, and stay there with the next run', async () => {
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}' }`,
      'tests/load/health.test.ts': loadTest('health'),
    })
    const { stdout } = await project.run()
    expect(filesIn(project)).toEqual([...ofHealth, 'report.html', 'report.md', 'run.log'])
    expect(stdout).toMatch(/\n {2}Report {2}\.vitest\/load\/[\dT-]+_report\.html\n/)
    const result = parseResult(JSON.parse(textOf(project, '_result.json')))
    expect(result).toMatchObject({ name: 'health', requests: { total: 25, failed: 0 } })
    expect(textOf(project, '_stats.csv')).toMatch(/\r\nGET,\/health,25,0,.*\r\n,Aggregated,25,0,/)
    expect(textOf(project, '_report.html')).toContain('"name":"health"')
    expect(textOf(project, '_report.md')).toContain('| ✅ health | 25 | 0 |')
    expect(textOf(project, '_run.log')).toMatch(/Z {2}health\n {2}25 iterations shared by 2 users\n/)

    const before = readdirSync(join(project.folder, '.vitest/load'))
    await project.run()
    const after = readdirSync(join(project.folder, '.vitest/load'))
    expect(after).toEqual(expect.arrayContaining(before))
    expect(after.length).toBeGreaterThan(before.length)
  })

  it('are in outputDir, where that can be written; else the verdict stands', async () => {
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}', outputDir: 'results/load' }`,
      'tests/load/health.test.ts': loadTest('health'),
    })
    await project.run()
    expect(filesIn(project, 'results/load')).toContain('health_result.json')
    expect(existsSync(join(project.folder, '.vitest/load'))).toBe(false)

    const blocked = createProject({
      loadProject: `{ baseUrl: '${server.url}', outputDir: 'results' }`,
      results: 'a file',
      'tests/load/health.test.ts': loadTest('health'),
    })
    const { code, stdout } = await blocked.run()
    expect(stdout).toMatch(/! Reports were not written to .*results: .*_run\.log: E\w+: .*set `outputDir` to another folder/)
    expect(stdout.match(/not written/g)).toHaveLength(1)
    expect(stdout).toContain('✓ none failed, expected none (25 requests)')
    expect(code).toBe(0)
  })

  it('have the table of a ladder, also of one in beforeAll', async () => {
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}' }`,
      'tests/load/ladder.test.ts': testFile(`
        import { ladder } from 'vitest-load'
        let steps
        beforeAll(async () => { steps = await ladder('GET /health', [1, 2], { iterations: 5, name: 'early' }) })
        test('climbs', async () => {
          expect(steps.level(2)).toHaveNoErrors()
          await ladder('GET /health', [1, 3], { iterations: 5, name: 'steps' })
        })
      `),
    })
    const { stdout, code } = await project.run()
    expect(code, stdout).toBe(0)
    for (const name of ['early', 'steps']) {
      expect(stdout).toMatch(
        new RegExp(`\\n {2}${name} +success +mean +p95 +throughput +scaling +server CPU +memory +per user\\n {2}1 user +100 %`),
      )
      expect(textOf(project, '_report.md')).toContain(`| ladder ${name} | success | mean | p95 |`)
      expect(textOf(project, '_report.html')).toContain(`"ladders":[{"name":"early"`)
    }
  })

  it('are named safely, and hold nothing that would run', async () => {
    const title = '../../=cmd() <script>alert(1)</script>'
    const project = createProject({ loadProject: `{ baseUrl: '${server.url}' }`, 'tests/load/health.test.ts': loadTest(title) })
    await project.run()
    expect(filesIn(project)).toContain('cmd-script-alert-1-script_result.json')
    expect(textOf(project, '_report.html')).not.toContain('<script>alert')
    expect(textOf(project, '_report.md')).not.toContain('<script>')
  })

  it('tell of tests that failed before they could load', async () => {
    await server.close()
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}' }`,
      'tests/load/health.test.ts': loadTest('health'),
    })
    const { code } = await project.run()
    expect(filesIn(project)).toEqual(['report.html', 'report.md'])
    expect(textOf(project, '_report.md')).toContain('| ❌ health | – |')
    expect(code).toBe(1)
  })

  it('are not there where nothing loads', async () => {
    const project = createProject({ 'tests/load/sum.test.ts': testFile(`test('sum', () => expect(1 + 1).toBe(2))`) })
    await project.run()
    expect(existsSync(join(project.folder, '.vitest/load'))).toBe(false)
  })
})

describe('continuous integration', () => {
  it('has one report over all shards', async () => {
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}' }`,
      'tests/load/health.test.ts': loadTest('health'),
      'tests/load/peak.test.ts': loadTest('peak', 'expect(result).toHaveSucceededAtLeast(26)'),
    })
    for (const shard of ['1/2', '2/2']) {
      await project.run({ args: ['run', '--project', 'load', `--shard=${shard}`, '--reporter=blob'] })
    }
    await server.close()
    const summary = join(project.folder, 'summary.md')
    writeFileSync(summary, '')
    const merged = { GITHUB_STEP_SUMMARY: summary }
    await project.run({ args: ['run', '--merge-reports', '--reporter=default', '--reporter=junit'], env: merged })
    const markdown = readFileSync(summary, 'utf8')
    expect(markdown).toContain('1 passed · **1 failed**')
    expect(markdown).toMatch(/\| ✅ health \| 25 .*\n\| ❌ peak \| 25 |\| ❌ peak \| 25 .*\n\| ✅ health \| 25 /)
    const pages = readdirSync(join(project.folder, '.vitest/load')).filter((name) => name.endsWith('report.html'))
    const texts = pages.map((name) => readFileSync(join(project.folder, '.vitest/load', name), 'utf8'))
    expect(texts.some((text) => text.includes('"name":"health"') && text.includes('"name":"peak"'))).toBe(true)
    const junit = readFileSync(join(project.folder, '.vitest/junit/output.xml'), 'utf8')
    expect(junit.match(/<property name="load\.requests" value="25">/g)).toHaveLength(2)
  })

  // A latency that the generator itself may have made is neither acceptable nor too high.
  const heldUp = { retry: 4 }

  it('is told by GitHub at the line of the expect what is no clear pass', heldUp, async () => {
    const limits = `expect(result).toMeet({ p95: { target: '0.001ms', acceptable: '30s' } })`
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}' }`,
      'tests/load/health.test.ts': loadTest('health', limits),
    })
    mkdirSync(join(project.folder, 'out'))
    const summary = join(project.folder, 'out/summary.md')
    appendFileSync(summary, 'of an earlier step\n')
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
    const { output, code } = await project.run({ env })
    expect(output).toMatch(/\n::warning file=.*tests\/load\/health\.test\.ts,line=6,column=\d+::.*p95 was/)
    expect(readFileSync(summary, 'utf8')).toMatch(/^of an earlier step\n.*## Load report\n/s)
    expect(code).toBe(0)
  })

  it('has the figures as properties in JUnit', async () => {
    const project = createProject({
      loadProject: `{ baseUrl: '${server.url}' }`,
      'tests/load/health.test.ts': loadTest('health'),
    })
    await project.run({ args: ['run', '--project', 'load', '--reporter=junit', '--outputFile=junit.xml'] })
    const junit = readFileSync(join(project.folder, 'junit.xml'), 'utf8')
    expect(junit).toMatch(/<property name="load\.outcome" value="completed">/)
    expect(junit).toMatch(/<property name="load\.p95" value="[\d.]+">/)
  })
})
