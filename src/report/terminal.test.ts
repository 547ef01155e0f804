import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { colored } from './paint.ts'
import { displayWidth } from './printable.ts'
import { shopResult } from './result.fixture.ts'
import { formatResult } from './terminal.ts'

describe('formatResult', () => {
  it('shows figures by endpoint and stage, failures by kind, checks and warnings', async () => {
    const result = shopResult({ warnings: [{ code: 'few-samples', message: 'p99 of GET /products rests on 12 samples' }] })
    await expect(formatResult(result, { title: 'shoppers keep their p99' })).toMatchFileSnapshot('golden/shop.txt')
  })

  it('fits a narrow terminal as far as figures allow', async () => {
    const text = formatResult(shopResult({ name: 'shopper' }), { width: 80 })
    await expect(text).toMatchFileSnapshot('golden/shop-80-columns.txt')
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(80)
  })

  it('shows the mean in 80 columns where the names have room', () => {
    const rows = [40, 78, 80, 120].map((width) => formatResult(createResult(facts(), []), { width }).split('\n')[3])
    expect(rows.map((row) => row?.includes('mean'))).toEqual([false, true, true, true])
    const wide = formatResult(shopResult(), { width: 84 })
    expect(wide).toContain('  mean  ')
    expect(wide).toContain('\n  GET /or…rs/:id  ')
  })

  it('shows scenarios that ran side by side one by one', () => {
    const stages = [
      { name: '', start: 0, end: 10_000, scenario: 'browse' },
      { name: '', start: 0, end: 5000, scenario: 'buy' },
    ]
    const recorder = new LoggingRecorder({ stages })
    for (let end = 0; end < 5000; end += 100) recorder.scope('buy', end).request(sample({ end }))
    const profile = { kind: 'constant-vus', vus: 1, duration: 10_000 } as const
    const together = { kind: 'together', profiles: { browse: profile, buy: { ...profile, duration: 5000 } } } as const
    const result = createResult(facts({ stages, profile: together }), recorder.finish(10_000))
    expect(formatResult(result)).toMatchInlineSnapshot(`
      "  a run
        browse: 1 user for 10 s; buy: 1 user for 5 s

                     requests  failed  rate   mean    p50    p95    p99    max
        GET /health        50       0   5/s  10 ms  10 ms  10 ms  10 ms  10 ms

        by scenario
        browse              0       0   0/s      –      –      –      –      –
        buy                50       0  10/s  10 ms  10 ms  10 ms  10 ms  10 ms"
    `)
  })

  it('says that a run was scaled, and why it was aborted', () => {
    const result = shopResult({
      scale: 0.1,
      outcome: { state: 'aborted', reason: 'error rate 43 % was above 20 %\nmore', at: 12_000 },
    })
    expect(formatResult(result).split('\n').slice(0, 3)).toEqual([
      '  shopper',
      '  ramp 0 → 20 → 200 → 20 users over 60 s · at a scale of 0.1',
      '  aborted after 12 s: error rate 43 % was above 20 %',
    ])
  })

  it('shows dashes where nothing was measured', () => {
    expect(formatResult(createResult(facts(), []))).toMatchInlineSnapshot(`
      "  a run
        1 user for 10 s

               requests  failed  rate  mean  p50  p95  p99  max
        total         0       0   0/s     –    –    –    –    –"
    `)
  })

  it('differs in nothing but colour where colours are shown', () => {
    const painted = formatResult(shopResult(), { paint: colored })
    expect(painted).not.toBe(formatResult(shopResult()))
    expect(stripVTControlCharacters(painted)).toBe(formatResult(shopResult()))
  })

  it('says once that the generator was the bottleneck', () => {
    const findings = ['generator-bound', 'long-tail'].map(
      (code) => ({ code, severity: 'problem', message: `of ${code}`, recommendation: 'do' }) as const,
    )
    const unfit = shopResult({ warnings: [{ code: 'generator-unfit', message: 'The generator was busy' }] })
    expect(formatResult(unfit, { findings })).not.toContain('of generator-bound')
    expect(formatResult(unfit, { findings })).toContain('of long-tail')
    expect(formatResult(shopResult(), { findings })).toContain('of generator-bound')
  })

  it('lets no text from a server or a test control the terminal', () => {
    const evil = '\u001b]0;owned\u0007'
    const result = shopResult({
      name: evil,
      outcome: { state: 'aborted', reason: evil, at: 1 },
      warnings: [{ code: 'evil', message: evil }],
    })
    const text = formatResult(result, { title: evil })
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })
})
