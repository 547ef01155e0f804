import { describe, expect, it } from 'vitest'
import { displayWidth } from './printable.ts'
import { progress } from './progress.fixture.ts'
import { formatLive } from './terminal-live.ts'

describe('a load that is on', () => {
  it('is a title, a bar with the time left, and figures', () => {
    expect(formatLive('a shop', progress({ failed: 12 }), { width: 80 })).toEqual([
      '',
      '  a shop',
      '  ████████████████░░░░░░░░░░░░░░░░░░░░░░░░  5 s of 12 s · 7 s left · peak',
      '  10 users · 200/s · p95 12 ms · 1,000 requests · 12 failed (1.2 %)',
    ])
  })

  it.each([
    [{ phase: 'warm-up', elapsed: -3000 }, '  warm-up, 3 s left · peak'],
    [{ phase: 'stopping', elapsed: 13_000 }, '  waiting for what is under way · peak'],
    [{ planned: undefined, stage: '' }, '  5 s'],
    [{ elapsed: 0 }, `  ${'░'.repeat(40)}  0 ms of 12 s · 12 s left · peak`],
  ] as const)('with %j says %s', (given, line) => {
    expect(formatLive('a', progress(given), { width: 80 })[2]).toBe(line)
  })

  it('has no percentile before something succeeded', () => {
    expect(formatLive('a', progress({ p95: undefined, requests: 1, vus: 1 }))[3]).toBe(
      '  1 user · 200/s · p95 – · 1 request · 0 failed',
    )
  })

  it.each([20, 30, 40, 60, 200])('fits into %d columns, whatever it is called', (width) => {
    const lines = formatLive('試験'.repeat(80), progress({ stage: `\u001b[2J${'x'.repeat(200)}`, failed: 12 }), { width })
    for (const line of lines) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width)
      expect(line).not.toContain('\u001b')
    }
  })
})
