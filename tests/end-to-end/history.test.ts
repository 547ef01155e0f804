import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { readHistory } from '../../src/baseline/history.ts'
import { createProject, type Project, testFile } from './project.ts'

let server: FixtureServer
beforeEach(async () => {
  server = await startFixtureServer()
  return () => server.close()
})

const HISTORY = '.vitest/load/history.sqlite'

function project(history: string): Project {
  return createProject({
    loadProject: `{ baseUrl: '${server.url}', history: ${history} }`,
    'tests/load/health.test.ts': testFile(`
      test('health', async () => {
        const result = await load('GET /health', sharedIterations(2, 25))
        expect(result).toHaveNoErrors()
      })
    `),
  })
}

function lastPage({ folder }: Project): string {
  const name = readdirSync(join(folder, '.vitest/load'))
    .filter((one) => one.endsWith('_report.html'))
    .toSorted()
    .at(-1)
  return readFileSync(join(folder, '.vitest/load', name ?? ''), 'utf8')
}

describe('the history of a project', () => {
  it('has each run, and the report shows them', async () => {
    const { folder, run, ...rest } = project('true')
    expect((await run()).code).toBe(0)
    expect((await run()).code).toBe(0)
    expect(readHistory(join(folder, HISTORY), 10)).toMatchObject([
      {
        file: 'tests/load/health.test.ts',
        test: 'health',
        result: 'health',
        others: 0,
        runs: [{}, { figures: { requests: 25 } }],
      },
    ])
    expect(lastPage({ folder, run, ...rest })).toMatch(/"history":\{"startedAt":\["[^"]+","[^"]+"\]/)
  })

  it('is not kept unless asked for', async () => {
    const { folder, run } = project('false')
    await run()
    expect(readdirSync(join(folder, '.vitest/load'))).not.toContain('history.sqlite')
  })

  it.each<[string, (file: string) => void, RegExp]>([
    [
      'is damaged',
      (file) => writeFileSync(file, 'no database '.repeat(500)),
      /history\.sqlite: expected a history of load tests/,
    ],
    ['is a directory', (file) => mkdirSync(file), /history\.sqlite: unable to open database file/],
  ])('that %s is told of, and the run passes', async (_, spoil, message) => {
    const { folder, run } = project('true')
    mkdirSync(join(folder, '.vitest/load'), { recursive: true })
    spoil(join(folder, HISTORY))
    const { code, output } = await run()
    expect(output).toMatch(message)
    expect(code).toBe(0)
    expect(readdirSync(join(folder, '.vitest/load')).some((name) => name.endsWith('_report.html'))).toBe(true)
  })

  it('that is locked is told of, and the run passes', async () => {
    const { folder, run } = project('true')
    await run()
    using other = new DatabaseSync(join(folder, HISTORY))
    other.exec('BEGIN EXCLUSIVE')
    const { code, output } = await run()
    expect(output).toContain('another program has had it locked for 3 s')
    expect(code).toBe(0)
  })
})
