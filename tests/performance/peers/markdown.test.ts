import { expect, it } from 'vitest'
import { figures } from './figures.fixture.ts'
import { toMarkdown } from './markdown.ts'
import type { Section } from './sections.ts'

const section: Section = {
  id: 'closed',
  title: '50 connections',
  work: { kind: 'closed', connections: 50 },
  threads: 1,
  target: 'plain',
  leastSeconds: 1,
  limits: [],
}

const summary = { section, limits: [], seconds: 10, ours: ['ours', 'ours too'] }

it('lays a section out as a Markdown table with its limits and who is missing', () => {
  const rounds = new Map([
    ['ours', [figures({ requestsPerSecond: 180_000, cpuPerRequest: 5.25, memory: 80 * 1024 ** 2, p50: 0.25, p99: 0.5 })]],
    ['wrk', [figures({ requestsPerSecond: 200_000, cpuPerRequest: 5, failed: 1200 })]],
  ])
  const limits = [
    { text: 'one', value: 1, isMet: true },
    { text: 'other', value: 2, isMet: false },
    { text: 'third', value: undefined, isMet: undefined },
  ]

  expect(
    toMarkdown({ ...summary, outcome: { rounds, missing: new Map([['hey', 'is not there']]) }, limits }),
  ).toBe(`### 50 connections

Median of 1 round of 10 s.

| generator | requests/s | CPU per request | cores | memory |     p50 |    p99 | failed | requests/s: ours ÷ its | CPU: ours ÷ its |
|-----------|-----------:|----------------:|------:|-------:|--------:|-------:|-------:|-----------------------:|----------------:|
| ours      |    180,000 |          5.3 µs |  0.50 |  80 MB | 0.25 ms | 0.5 ms |      0 |                      1 |               1 |
| wrk       |    200,000 |          5.0 µs |  0.50 |      – |       – |      – |  1,200 |                   0.90 |            1.05 |

- ✓ one
- ✗ other
- ? third

Not here: hey (is not there).`)
})

it('shows what was due only where a rate was asked for', () => {
  const open: Section = { ...section, work: { kind: 'open', rate: 100, connections: 10 } }
  const rounds = new Map([['ours', [figures({ achieved: 0.9999, lagP99: 0.05 })]]])

  const text = toMarkdown({ ...summary, section: open, outcome: { rounds, missing: new Map() } })

  expect(text).toContain('| sent of due | lag p99 |')
  expect(text).toContain('|     99.99 % |   50 µs |')
})

it('says only why, where nobody ran', () => {
  const missing = new Map([['ours', 'option refused']])

  expect(toMarkdown({ ...summary, outcome: { rounds: new Map(), missing } })).toBe(
    '### 50 connections\n\nNot here: ours (option refused).',
  )
})

it('has no ratio where ours did not run', () => {
  const rounds = new Map([['wrk', [figures({})]]])

  const text = toMarkdown({ ...summary, outcome: { rounds, missing: new Map([['ours', 'option refused']]) } })

  expect(text).toMatch(/^\| wrk .*\| +– \| +– \|$/m)
})
