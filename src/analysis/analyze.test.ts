import { describe, expect, it } from 'vitest'
import { createResult, parseResult } from '../metrics/load-result.ts'
import { facts } from '../metrics/samples.fixture.ts'
import { readings } from '../verdict/resources.fixture.ts'
import { analyze } from './analyze.ts'
import { failedBy, runOf } from './result.fixture.ts'
import type { ThresholdsOptions } from './thresholds.ts'

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

  it('reads thresholds as text, and refuses what is none with all that is wrong', () => {
    expect(analyze(runOf(), { p95: { acceptable: '5ms', poor: '8ms' } }).map(({ code }) => code)).toEqual(['high-latency'])
    const wrong = { p95: { poor: 'slow', fine: 1 }, errorRate: { good: '200%' } } as unknown as ThresholdsOptions
    expect(() => analyze(runOf(), wrong)).toThrow(
      expect.objectContaining({
        code: 'ERR_LOAD_OPTIONS',
        message: [
          'analyze: 3 problems',
          '  - Unknown option `p95.fine`: known are `excellent`, `good`, `acceptable`, `poor`',
          "  - Expected `p95.poor` to be a time above 0, such as '30s', got 'slow'",
          "  - Expected `errorRate.good` to be a share from 0 to 1, such as '1%', got '200%'",
        ].join('\n'),
      }),
    )
  })

  it('is made once, when it is asked for, and stays with a stored result', () => {
    const result = runOf({ requestAt: () => failedBy('http-5xx') })
    expect(result.findings).toEqual(analyze(result))
    expect(result.findings).toBe(result.findings)
    expect(Object.isFrozen(result.findings) && Object.isFrozen(result.findings[0])).toBe(true)
    const stored = JSON.parse(JSON.stringify(result))
    expect(parseResult(stored).findings).toEqual(result.findings)
    expect(JSON.parse(JSON.stringify(parseResult(stored)))).toEqual(stored)
    delete stored.findings
    expect(parseResult(stored).findings).toEqual([])
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
