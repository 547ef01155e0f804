import { expect, it } from 'vitest'
import type { NotedVerdict } from '../verdict/noted.ts'
import { shopResult } from './result.fixture.ts'
import { formatSummary, type TestSummary } from './terminal-summary.ts'

const pass: NotedVerdict = { matcher: 'toHaveP95Below', negated: false, state: 'pass', message: 'p95 was 1 ms' }

function summary(given: Partial<TestSummary>): TestSummary {
  return { name: 'a test', state: 'passed', results: [shopResult()], verdicts: [pass], ...given }
}

it('shows a line for each result, with the mark of its test', () => {
  const tests = [
    summary({ name: 'GET /health holds 100 users' }),
    summary({ name: 'two loads', results: [shopResult({ name: 'before' }), shopResult({ name: 'after' })] }),
    summary({ name: 'twice', results: [shopResult({ name: 'twice' }), shopResult({ name: 'twice (2)' })] }),
    summary({ name: 'without a limit', verdicts: [] }),
    summary({ name: 'past its target', verdicts: [pass, { ...pass, warning: 'past the target' }] }),
    summary({ name: 'too slow', state: 'failed', verdicts: [pass, { ...pass, state: 'fail' }] }),
    summary({ name: 'unsure', state: 'failed', verdicts: [{ ...pass, state: 'inconclusive' }] }),
    summary({ name: 'threw', state: 'failed' }),
    summary({ name: 'cancelled', state: 'skipped' }),
    summary({ name: 'unreadable', results: [] }),
  ]
  expect(formatSummary(tests, { width: 80 })).toMatchInlineSnapshot(`
    "  Load  6 passed · 3 failed · 1 cancelled

                                     requests  failed     p95
      ✓ GET /health holds 100 users     6,000      36  115 ms
      ✓ two loads · before              6,000      36  115 ms
        two loads · after               6,000      36  115 ms
      ✓ twice                           6,000      36  115 ms
        twice (2)                       6,000      36  115 ms
      ! without a limit                 6,000      36  115 ms
      ! past its target                 6,000      36  115 ms
      ✗ too slow                        6,000      36  115 ms
      ? unsure                          6,000      36  115 ms
      ✗ threw                           6,000      36  115 ms
      – cancelled                       6,000      36  115 ms
      ✓ unreadable                          –       –       –"
  `)
})
