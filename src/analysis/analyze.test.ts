import { describe, expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { facts } from '../metrics/samples.fixture.ts'
import { readings } from '../verdict/resources.fixture.ts'
import { analyze } from './analyze.ts'
import { failedBy, runOf } from './result.fixture.ts'

describe('an analysis', () => {
  it('of a healthy run finds nothing', () => {
    expect(analyze(runOf())).toEqual([])
  })

  it('tells the gravest first, JSON-safe', () => {
    const result = runOf({
      requestAt: (moment, index) =>
        index % 3 === 0 ? { endpoint: 'POST /x', ...failedBy('http-4xx') } : { latency: moment < 30_000 ? 40 : 300 },
    })
    const findings = analyze(result)
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['all-requests-fail', 'problem'],
      ['errors-http-4xx', 'problem'],
      ['latency-rose', 'warning'],
      ['high-latency', 'warning'],
    ])
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings)
  })

  it('follows the thresholds of a user', () => {
    expect(analyze(runOf(), { p95: { acceptable: 5, poor: 8 } }).map(({ code }) => code)).toEqual(['high-latency'])
  })

  const odd = [
    readings('server', 'memory', [Number.NaN, 1]),
    readings('system', 'cpu', []),
    readings('metrics', 'jobs', [1], { kind: 'counter' }),
  ]
  it.each([
    ['no request', createResult(facts(), [])],
    ['no time', createResult(facts({ duration: 0, stages: [{ name: '', start: 0, end: 0 }] }), [])],
    ['one second', runOf({ duration: 1000 })],
    ['one request', runOf({ duration: 1000, every: 1000 })],
    ['an abort', runOf({ duration: 2000, outcome: { state: 'aborted', reason: 'cancelled', at: 2000 } })],
    ['odd resources', runOf({ duration: 2000, resources: odd })],
    ['nothing but failures', runOf({ duration: 2000, requestAt: () => failedBy('refused') })],
    ['nothing but interruptions', runOf({ duration: 2000, requestAt: () => ({ outcome: 'interrupted' }) })],
  ])('of a result with %s never throws', (_, result) => {
    for (const { message, recommendation } of analyze(result)) {
      expect(`${message} ${recommendation}`).not.toMatch(/NaN|undefined|Infinity/)
    }
  })
})
