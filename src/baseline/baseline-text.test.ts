import { describe, expect, it } from 'vitest'
import { mergeDistributions } from '../stats/histogram.ts'
import { summarize } from '../stats/summary.ts'
import { measured } from './baseline.fixture.ts'
import { decodeBlocks, exactBlocksOf } from './baseline-blocks.ts'
import { baselineRunOf } from './baseline-run.ts'
import { formatBaseline, parseBaseline } from './baseline-text.ts'
import { createBaseline } from './create-baseline.ts'

const names = { test: 'a > b', name: 'a > b' }

describe('a baseline', () => {
  it('is read back as it was written', () => {
    const baseline = createBaseline(measured({ failEvery: 50 }), { ...names, target: 'v1' })
    expect(parseBaseline(formatBaseline(baseline))).toEqual(JSON.parse(JSON.stringify(baseline)))
  })

  it('has a line for each row of figures and for each block', () => {
    const lines = formatBaseline(createBaseline(measured({ endpoints: ['GET /b', 'GET /a'] }), names)).split('\n')
    expect(lines.slice(0, 8)).toEqual([
      '{',
      '  "kind": "vitest-load test baseline",',
      '  "version": 1,',
      '  "test": "a > b",',
      '  "name": "a > b",',
      '  "result": "a run",',
      '  "profile": {"kind":"constant-vus","vus":1,"duration":10000},',
      '  "environment": {"cpu":"a CPU","cores":2,"os":"Linux 6","arch":"x64","node":"24.0.0"},',
    ])
    expect(lines.filter((line) => line.includes('"name":"GET /'))).toHaveLength(2)
    expect(lines.filter((line) => line.includes('"at":'))).toHaveLength(10)
  })

  it.each([10, 200])('stays below 100 KB with %i endpoints, a long run and ten runs', { timeout: 30_000 }, (count) => {
    const endpoints = Array.from({ length: count }, (_, index) => `GET /a/path/of/some/length/${index}/:id`)
    const result = measured({ endpoints, duration: 1_800_000, perSecond: 20, failEvery: 100 })
    const run = baselineRunOf(result)
    const earlier = Array.from({ length: 12 }, (_, index) => ({ ...run, time: `2025-01-${index + 10}T00:00:00.000Z` }))
    const text = formatBaseline(createBaseline(result, names, earlier))
    expect(text.length).toBeLessThan(100_000)
    const baseline = parseBaseline(text)
    expect(baseline.blocks).toHaveLength(60)
    expect(baseline.runs.length).toBe(count === 10 ? 10 : 1)
  })

  it('keeps latencies to within 3 % where there are too many for all of their cells', () => {
    const result = measured({ duration: 300_000, perSecond: 300 })
    const exact = exactBlocksOf(result)
    const decoded = decodeBlocks(createBaseline(result, names))
    const of = (blocks: typeof exact) => summarize(mergeDistributions(blocks.flatMap(({ latency }) => latency ?? [])))
    expect(decoded.map(({ latency, ...block }) => block)).toEqual(exact.map(({ latency, ...block }) => block))
    for (const percent of [50, 95, 99]) {
      const ratio = (of(decoded).percentile(percent) ?? 0) / (of(exact).percentile(percent) ?? 0)
      expect(Math.abs(ratio - 1)).toBeLessThan(0.03)
    }
    expect(of(decoded).mean).toBe(of(exact).mean)
  })

  it.each<[string, (stored: ReturnType<typeof damaged>) => unknown, string]>([
    ['another file', () => ({}), "Expected a baseline with `kind` 'vitest-load test baseline', got something else"],
    ['null', () => null, "Expected a baseline with `kind` 'vitest-load test baseline', got something else"],
    [
      'a newer version',
      (stored) => ({ ...stored, version: 2 }),
      'Expected a baseline of version 1, got version 2; a newer vitest-load wrote it',
    ],
    [
      'no run',
      (stored) => ({ ...stored, runs: [] }),
      'Expected a whole baseline, got a damaged one: baseline: Expected `runs` to be a list of at least one runs, got an empty list',
    ],
    [
      'a cut histogram',
      (stored) => ({ ...stored, blocks: [{ ...stored.blocks[0], latency: [2, 1, 1, 1, 1, 'AA=='] }] }),
      'Expected a whole baseline, got a damaged one: baseline: Expected `blocks[0].latency` to be 0, or a histogram of as many values as it says, got another',
    ],
  ])('is refused where it is %s', (_, damage, message) => {
    expect(() => parseBaseline(JSON.stringify(damage(damaged())))).toThrow(
      expect.objectContaining({ code: 'ERR_LOAD_BASELINE', message }),
    )
  })

  it('is refused where it is no JSON, as after a conflict of a merge', () => {
    expect(() => parseBaseline('<<<<<<< HEAD\n{}')).toThrow(
      expect.objectContaining({ code: 'ERR_LOAD_BASELINE', message: expect.stringMatching(/^Expected a baseline as JSON, /) }),
    )
  })
})

function damaged() {
  return JSON.parse(formatBaseline(createBaseline(measured(), names))) as { readonly blocks: readonly object[] }
}
