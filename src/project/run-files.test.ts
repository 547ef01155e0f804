import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createReport } from '../report/create-report.ts'
import { shopResult } from '../report/result.fixture.ts'
import { RunFiles } from './run-files.ts'

let folder: string
const warn = vi.fn<(message: string) => void>()
beforeEach(async () => {
  warn.mockReset()
  vi.stubEnv('GITHUB_STEP_SUMMARY', '')
  folder = join(await mkdtemp(join(tmpdir(), 'vitest-load-')), 'deep', 'down')
  return async () => {
    vi.unstubAllEnvs()
    await rm(join(folder, '../..'), { recursive: true, force: true })
  }
})

const result = shopResult({ name: 'the shop' })
const report = createReport([], { createdAt: new Date('2026-03-14T09:45:00.000Z') })

describe('the files of a run', () => {
  it('are those of each result, the report of all, and nothing half written', async () => {
    const files = new RunFiles(warn)
    await files.addResult(folder, 'the shop', result)
    expect(await files.addReport(report, 'elsewhere')).toEqual([join(folder, '2026-03-14T09-45-00_report.html')])
    expect((await readdir(folder)).sort()).toEqual([
      '2026-01-01T00-00-00_the-shop_failures.csv',
      '2026-01-01T00-00-00_the-shop_percentiles.hgrm',
      '2026-01-01T00-00-00_the-shop_result.json',
      '2026-01-01T00-00-00_the-shop_stats.csv',
      '2026-01-01T00-00-00_the-shop_stats_history.csv',
      '2026-03-14T09-45-00_report.html',
      '2026-03-14T09-45-00_report.md',
    ])
    expect(warn).not.toHaveBeenCalled()
  })

  it('of results that are called alike are told apart, and those of the same run written again take their places', async () => {
    for (let run = 0; run < 2; run += 1) {
      const files = new RunFiles(warn)
      await files.addResult(folder, 'the shop', result)
      await files.addResult(folder, 'The Shop', shopResult({ name: 'The Shop' }))
    }
    const stored = (await readdir(folder)).filter((name) => name.endsWith('_result.json'))
    expect(stored.sort()).toEqual(['2026-01-01T00-00-00_The-Shop-2_result.json', '2026-01-01T00-00-00_the-shop_result.json'])
  })

  it('keep a log that grows', async () => {
    const files = new RunFiles(warn)
    files.log(folder, '\n  one\n  two\n')
    files.log(folder, '  three')
    const [name = ''] = await readdir(folder)
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_run\.log$/)
    expect(await readFile(join(folder, name), 'utf8')).toMatch(/^[\d-]+T[\d:.]+Z {2}one\n {2}two\n[\d-]+T[\d:.]+Z {2}three\n$/)
  })

  it('are given up with one warning where they cannot be written', async () => {
    const files = new RunFiles(warn)
    files.log(join(folder, '..'), 'makes the folder above')
    await writeFile(folder, 'a file stands there')
    await files.addResult(folder, 'the shop', result)
    files.log(folder, 'not written')
    expect(await files.addReport(report, folder)).toHaveLength(1)
    expect(warn).toHaveBeenCalledOnce()
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^Reports were not written to .*down: E\w+: .*\. Make room there and let this user write, or/,
    )
  })

  it('add the Markdown to what GitHub shows of a step, after what is there', async () => {
    const summary = join(folder, '../../summary.md')
    await writeFile(summary, 'before\n')
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary)
    await new RunFiles(warn).addReport(report, folder)
    expect(await readFile(summary, 'utf8')).toMatch(/^before\n## Load report\n/)
  })

  it('come to no harm by a summary that cannot be written', async () => {
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'no/such/folder.md'))
    expect(await new RunFiles(warn).addReport(report, folder)).toHaveLength(1)
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^The summary of the step was not written: ENOENT/))
  })
})
