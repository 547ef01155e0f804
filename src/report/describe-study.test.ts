import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BenchmarkStudy } from '../metrics/benchmark-result.ts'
import { capacityResult } from '../metrics/capacity.fixture.ts'
import type { Distribution } from '../stats/histogram.ts'
import { distributionOf, statisticsOf } from '../stats/sample-statistics.ts'
import { createReport } from './create-report.ts'
import { describeStudy } from './describe-study.ts'
import { type JsonSchema, schemaProblems } from './json-schema.fixture.ts'
import { renderMarkdown } from './markdown.ts'
import { studyFiles } from './study-files.ts'
import { formatStudy } from './terminal-study.ts'

const { environment } = capacityResult()

const benchmarks: BenchmarkStudy = {
  kind: 'benchmark',
  schemaVersion: 1,
  name: 'sums',
  startedAt: '2026-03-14T09:45:00.000Z',
  outcome: { state: 'completed' },
  scale: 1,
  benchmarks: [
    ['loop', [0.0002, 0.0003, 0.0004]],
    ['reduce <b>', [0.001, 0.002, 0.003]],
  ].map(([name, times]) => {
    const samples = Float64Array.from(times as number[])
    const distribution = distributionOf(samples) as Distribution
    const latency = statisticsOf(samples, distribution)
    const throughput = { ...latency, mean: 1000 / latency.mean }
    return { name: String(name), latency, throughput, totalTime: 1, distribution }
  }),
  warnings: [{ code: 'benchmark-small', message: 'loop had only 3 iterations' }],
  environment,
}

const aborted = { state: 'aborted', reason: 'enough', at: 1200 } as const

const schemaOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')) as JsonSchema

describe('a benchmark in the report', () => {
  it('has a row for each, and how much slower it is than the fastest', () => {
    expect(formatStudy(describeStudy(benchmarks), { title: 'adds up' })).toBe(`  adds up
  sums · 2 benchmarks in turns

              iterations         rate     min    mean     p50     p95     p99     max        ±   slower
  loop                 3  3,333,333/s  0.2 µs  0.3 µs  0.3 µs  0.4 µs  0.4 µs  0.4 µs  61.25 %  fastest
  reduce <b>           3    500,000/s    1 µs    2 µs    2 µs    3 µs    3 µs    3 µs  91.87 %   6.67 ×

  ! loop had only 3 iterations`)
  })

  it('says that it was aborted', () => {
    const outcome = { state: 'aborted', reason: 'the test\ntimed out', at: 1200 } as const
    expect(formatStudy(describeStudy({ ...benchmarks, outcome }))).toContain(
      '  sums\n  2 benchmarks in turns\n  aborted after 1.2 s: the test\n\n',
    )
  })

  it('says nothing of slower ones where it is alone', () => {
    const alone = { ...benchmarks, benchmarks: benchmarks.benchmarks.slice(0, 1), scale: 0.1 }
    expect(describeStudy(alone)).toMatchObject({ summary: 'benchmark at a scale of 0.1', rows: [{ length: 10 }] })
  })
})

describe('a capacity in the report', () => {
  it('has a row for each level, and what is known of the limit', () => {
    expect(formatStudy(describeStudy(capacityResult()))).toBe(`  search
  capacity 104.9/s, between 100/s and 110/s, limited by p95 · p95 up to 200 ms, error rate up to 1 %

  offered  achieved     p95  failed  lasted                     verdict
  50/s         50/s   20 ms     0 %     5 s                         met
  100/s       100/s   40 ms     0 %     5 s                         met
  200/s       110/s  900 ms    20 %     1 s                 missed: p95
  110/s       110/s  250 ms     0 %     5 s  missed: a queue that grows
  110/s       110/s  350 ms     0 %     5 s                 missed: p95`)
  })

  it('has a curve with the mean of levels of one load', () => {
    expect(describeStudy(capacityResult()).curve).toEqual({
      unit: 'rate',
      offered: [50, 100, 110, 200],
      achieved: [50, 100, 110, 110],
      p95: [20, 40, 300, 900],
      limit: 200,
      capacity: 104.9,
    })
  })

  it.each([
    [{ verdict: 'none-found', capacity: undefined }, 'no limit found up to 1,000/s'],
    [
      { verdict: 'fails-at-start', capacity: undefined, limitedBy: 'errorRate' },
      'even the lowest level, 50/s, was missed, by the error rate',
    ],
    [
      { verdict: 'generator-limited', capacity: { low: 100, mean: undefined, high: undefined } },
      'capacity at least 100/s: the generator came to its own limit before the target did',
    ],
    [
      { verdict: 'generator-limited', capacity: undefined },
      'capacity unknown: the generator came to its own limit at the lowest level',
    ],
    [
      { verdict: 'aborted', capacity: { low: 100, mean: undefined, high: undefined } },
      'capacity at least 100/s, as far as the search came',
    ],
    [{ verdict: 'aborted', capacity: undefined }, 'capacity unknown: the search did not come so far'],
  ] as const)('says in a sentence what came of it: %o', (given, sentence) => {
    expect(describeStudy(capacityResult(given)).summary).toBe(`${sentence} · p95 up to 200 ms, error rate up to 1 %`)
  })
})

describe('benchmarks and capacities', () => {
  it('stand in the Markdown of a run, with nothing that is markup', () => {
    const studies = [benchmarks, capacityResult({ name: 'a | b' })].map(describeStudy)
    const text = renderMarkdown(createReport([{ name: 'test', state: 'passed', results: [], studies, verdicts: [] }]))
    expect(text).toContain('| reduce &lt;b&gt; | 3 | 500,000/s |')
    expect(text).toContain('**a \\| b** · capacity 104.9/s, between 100/s and 110/s')
    expect(text).toContain('| 110/s | 110/s | 250 ms | 0 % | 5 s | missed: a queue that grows |')
    expect(text).toContain('- ⚠️ loop had only 3 iterations')
  })

  it('say there that they were aborted', () => {
    const outcome = { state: 'aborted', reason: 'no <b>\nmore', at: 12_000 } as const
    const studies = [capacityResult({ outcome, verdict: 'aborted', capacity: undefined })].map(describeStudy)
    const text = renderMarkdown(createReport([{ name: 'test', state: 'failed', results: [], studies, verdicts: [] }]))
    expect(text).toContain('**aborted after 12 s**: no &lt;b&gt;')
  })

  it.each([
    ['benchmark', benchmarks],
    ['benchmark', { ...benchmarks, outcome: aborted }],
    ['capacity', capacityResult({ outcome: aborted, verdict: 'aborted', capacity: undefined })],
    ['capacity', capacityResult()],
    ['capacity', capacityResult({ verdict: 'none-found', capacity: undefined, limitedBy: undefined })],
    ['capacity', capacityResult({ verdict: 'generator-limited', capacity: { low: 1, mean: undefined, high: undefined } })],
  ])('are stored by the published schema: %s', (name, study) => {
    const [file] = studyFiles(study, 'stem')
    expect(file?.name).toBe(`stem_${name}.json`)
    expect(schemaProblems(schemaOf(name), JSON.parse(file?.text ?? ''))).toEqual([])
  })

  it('are named whole by their schemas', () => {
    const named = (name: string) => Object.keys((schemaOf(name) as { properties: object }).properties).toSorted()
    expect(named('benchmark')).toEqual(Object.keys(benchmarks).toSorted())
    expect(named('capacity')).toEqual(Object.keys(capacityResult()).toSorted())
  })
})
