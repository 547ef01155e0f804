import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { appendToHistory, readHistory } from './history.ts'
import type { HistoryRun } from './history-run.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitest-load-history-'))
  path = join(folder, 'deep/history.sqlite')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

function run(minute: number, facts: Partial<HistoryRun> = {}): HistoryRun {
  const startedAt = `2026-03-14T09:${String(minute).padStart(2, '0')}:00.000Z`
  const figures = { requests: 1000, failures: 1, mean: 10, median: 9, p95: 20.5, p99: 30, rate: 100 }
  return { file: 'tests/load/a.test.ts', test: 'a', result: 'a', conditions: '1 user', startedAt, figures, ...facts }
}

describe('a history', () => {
  it('gives back what was added, the latest runs in their order', () => {
    appendToHistory(path, [run(2), run(1)])
    appendToHistory(path, [run(3, { figures: { requests: 0, failures: 0 } })])
    expect(readHistory(path, 2)).toEqual([
      {
        file: 'tests/load/a.test.ts',
        test: 'a',
        result: 'a',
        conditions: '1 user',
        runs: [run(2), run(3, { figures: { requests: 0, failures: 0 } })],
        others: 0,
      },
    ])
  })

  it('counts a run once, however often its reports are merged', () => {
    appendToHistory(path, [run(1)])
    appendToHistory(path, [run(1), run(2)])
    expect(readHistory(path, 10)[0]?.runs).toHaveLength(2)
  })

  it('keeps runs under other conditions apart, and counts them', () => {
    appendToHistory(path, [run(1, { conditions: '9 users' }), run(2), run(3, { conditions: '9 users' }), run(4)])
    expect(readHistory(path, 10)).toMatchObject([{ conditions: '1 user', runs: [run(2), run(4)], others: 2 }])
  })

  it("keeps tests apart by file, name and result, whatever they are called: '; DROP TABLE runs; --", () => {
    const names = ["'; DROP TABLE runs; --", 'ä 😀 \u202e \u001b[31m', '', 'x'.repeat(100_000)]
    appendToHistory(
      path,
      names.map((test) => run(1, { test })),
    )
    expect(
      readHistory(path, 10)
        .map(({ test }) => test)
        .sort(),
    ).toEqual(names.toSorted())
  })

  it('takes runs of several processes at once, and loses none', async () => {
    const module = new URL('history.ts', import.meta.url).href
    const script = (name: string): string => `
      import { once } from 'node:events'
      import { appendToHistory } from ${JSON.stringify(module)}
      process.stdout.write('ready')
      await once(process.stdin, 'data')
      for (let at = 10; at < 18; at += 1) appendToHistory(${JSON.stringify(path)}, [{ ...${JSON.stringify(run(1))},
        test: '${name}', startedAt: '2026-03-14T09:' + at + ':00.000Z' }])
      process.exit()`
    const writers = ['a', 'b', 'c'].map((name) =>
      spawn(process.execPath, ['--no-warnings', '--input-type=module-typescript', '-e', script(name)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    )
    // All at once, whenever each of them has come up.
    await Promise.all(writers.map(({ stdout }) => once(stdout, 'data')))
    for (const { stdin } of writers) stdin.write('go')
    expect(await Promise.all(writers.map(async (writer) => (await once(writer, 'exit'))[0]))).toEqual([0, 0, 0])
    expect(readHistory(path, 100).map(({ runs }) => runs.length)).toEqual([8, 8, 8])
  }, 30_000)

  it('says that another program has it locked, and leaves it as it was', () => {
    appendToHistory(path, [run(1)])
    const other = new DatabaseSync(path)
    onTestFinished(() => other.close())
    other.exec('BEGIN EXCLUSIVE')
    const code = 'ERR_LOAD_HISTORY'
    const message = `${path}: another program has had it locked for 3 s`
    expect(() => appendToHistory(path, [run(2)])).toThrow(expect.objectContaining({ code, message }))
    other.exec('ROLLBACK')
    expect(readHistory(path, 10)[0]?.runs).toHaveLength(1)
  }, 10_000)

  it.each<[string, (file: string) => void, RegExp]>([
    [
      'is no database',
      (file) => writeFileSync(file, 'no database at all, but text '.repeat(100)),
      /damaged or something else: move it/,
    ],
    ['is an older backup cut off', (file) => cutOff(file), /damaged or something else|disk image is malformed/],
    ['is a database of something else', (file) => makeOther(file, 'CREATE TABLE a (b)'), /got another database$/],
    [
      'was written by a newer version',
      (file) => makeOther(file, `CREATE TABLE runs (x); PRAGMA application_id = ${0x564c4801}; PRAGMA user_version = 2`),
      /got one of version 2, which a newer vitest-load wrote$/,
    ],
  ])('is refused where it %s, and stays what it is', (_, make, message) => {
    const file = join(folder, 'other.sqlite')
    make(file)
    const before = readFileSync(file)
    for (const use of [() => appendToHistory(file, [run(1)]), () => readHistory(file, 1)]) {
      expect(use).toThrow(expect.objectContaining({ code: 'ERR_LOAD_HISTORY', message: expect.stringMatching(message) }))
    }
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('says so where it cannot be written', () => {
    expect(() => appendToHistory(folder, [run(1)])).toThrow(`${folder}: unable to open database file`)
    expect(() => appendToHistory('/dev/null/history.sqlite', [run(1)])).toThrow(/^\/dev\/null\/history\.sqlite: /)
  })

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', () => {
    // A limit on the size of files is the full disk that needs no rights.
    const module = new URL('history.ts', import.meta.url).href
    const script = `
      process.on('SIGXFSZ', () => {})
      const { appendToHistory } = await import(${JSON.stringify(module)})
      try { appendToHistory(${JSON.stringify(path)}, Array.from({ length: 2000 }, (_, n) => ({ ...${JSON.stringify(run(1))}, test: 'x'.repeat(500) + n }))) }
      catch (error) { console.log(error.code, error.message) }`
    const command = `ulimit -f 100; exec "$0" --no-warnings --input-type=module-typescript -e "$1"`
    const output = execFileSync('bash', ['-c', command, process.execPath, script], { encoding: 'utf8' })
    expect(output).toMatch(/^ERR_LOAD_HISTORY .*(disk is full|disk I\/O error)/)
    // What was written of it is undone.
    expect(readHistory(path, 1)).toEqual([])
    appendToHistory(path, [run(1)])
    expect(readHistory(path, 1)).toHaveLength(1)
  })

  it('says which Node it needs where there is no SQLite, and all else works', () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    expect(() => appendToHistory(path, [run(1)])).toThrow(
      `Expected a Node with node:sqlite for a history, which is 22.13 or newer, got ${process.versions.node}`,
    )
  })
})

function makeOther(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

function cutOff(file: string): void {
  appendToHistory(
    file,
    Array.from({ length: 50 }, (_, minute) => run(minute, { test: 'x'.repeat(1000) })),
  )
  const bytes = readFileSync(file)
  bytes.fill(0xff, 100, 5000)
  writeFileSync(file, bytes)
}
