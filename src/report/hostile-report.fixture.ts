import { createBaseline } from '../baseline/create-baseline.ts'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { createReport } from './create-report.ts'
import { describeBaseline } from './describe-baseline.ts'
import { describeResult } from './describe-result.ts'
import type { Report } from './model.ts'

/** What servers and users may send to whoever reads a report. */
export const hostileTexts = {
  'a script': '<script>globalThis.wasRun = true; alert(1)</script>',
  'the end of a script': '</script><script>globalThis.wasRun = true</script><!--<script>',
  'an image': '"><img src=x onerror="globalThis.wasRun = true">\'><b>bold</b>',
  'a formula': '=cmd()|"/C calc"!A0',
  'an ANSI escape': '\u001b[2J\u001b[31mred\u0007\u202egnp.exe',
  '100 KB': 'x'.repeat(100 * 1024),
  'lone surrogates': 'a \ud800 b \udc00',
  'a line separator': 'one\u2028two\u2029three\u0000four',
} as const

/** A report that holds a text wherever text from outside may be. */
export function hostileReport(text: string): Report {
  const recorder = new LoggingRecorder({ stages: [{ name: text, start: 0, end: 10_000 }] })
  const scope = recorder.scope(text, 0)
  scope.request(sample({ end: 500, endpoint: text }))
  scope.request(
    sample({
      end: 1500,
      endpoint: text,
      outcome: 'failed',
      failure: { category: 'expectation', message: text, detail: `${text}\n${text}` },
    }),
  )
  scope.check(text, false, 1500)
  const result = createResult(
    facts({
      name: text,
      outcome: { state: 'aborted', reason: text, at: 10_000 },
      stages: [{ name: text, start: 0, end: 10_000 }],
      warnings: [{ code: text, message: text }],
      environment: { node: text, os: text, arch: text, cpu: text, cores: 1, memory: 1, ci: false },
    }),
    recorder.finish(10_000),
  )
  const described = describeResult(result, {
    events: [{ at: 2000, name: text }],
    findings: [{ code: 'a-code', severity: 'warning', message: text, recommendation: text }],
    resources: [{ source: text, name: text, unit: 'count', at: [0, 1000], values: [1, 2] }],
    baseline: { ...describeBaseline(createBaseline(result, { test: text, name: text })), name: text },
  })
  const verdict = { matcher: 'toHaveP95Below', negated: false, state: 'pass', message: text, warning: text } as const
  return createReport([{ name: text, state: 'passed', results: [described, described], verdicts: [verdict] }])
}
