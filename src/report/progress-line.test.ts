import { expect, it } from 'vitest'
import type { Progress } from '../metrics/progress.ts'
import { progress as progressOf } from './progress.fixture.ts'
import { formatProgress } from './progress-line.ts'

const progress = progressOf({
  phase: 'running',
  elapsed: 12_345,
  planned: 60_000,
  stage: 'peak',
  vus: 200,
  requests: 12_040,
  failed: 3,
  throughput: 401.3,
  p95: 120.4,
})

it.each<[string, Partial<Progress>, string]>([
  ['a running load', {}, '12 s of 60 s · peak · 200 users · 12,040 requests · 3 failed · 401.3/s · p95 120.4 ms'],
  [
    'without failures, stage or success',
    { failed: 0, stage: '', vus: 1, throughput: 0, p95: undefined },
    '12 s of 60 s · 1 user · 12,040 requests · 0/s',
  ],
  [
    'counted iterations',
    { planned: undefined, stage: '' },
    '12 s · 200 users · 12,040 requests · 3 failed · 401.3/s · p95 120.4 ms',
  ],
  [
    'the warm-up',
    { phase: 'warm-up', elapsed: -3000 },
    'warm-up · 200 users · 12,040 requests · 3 failed · 401.3/s · p95 120.4 ms',
  ],
  ['the first request', { requests: 1, failed: 0 }, '12 s of 60 s · peak · 200 users · 1 request · 401.3/s · p95 120.4 ms'],
  ['the end', { phase: 'stopping' }, 'stopping · 200 users · 12,040 requests · 3 failed · 401.3/s · p95 120.4 ms'],
])('tells %s in one line', (_, given, expected) => {
  expect(formatProgress('a test', { ...progress, ...given })).toBe(`  a test  ${expected}`)
})

it('shortens the name, and lets it control nothing', () => {
  const line = formatProgress(`\u001b[2J${'long '.repeat(40)}`, progress, { width: 130 })
  expect(line).toHaveLength(130)
  expect(line).toMatch(/^ {2}\\x1b\[2J/)
})
