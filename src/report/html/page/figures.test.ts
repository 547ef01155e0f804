import { describe, expect, it } from 'vitest'
import { failedShare, formatMoment, formatTime } from './figures.ts'

const none = { requests: 0, failed: 0, interrupted: 0, count: 0, timeouts: 0 }

it.each([
  [0, '0:00'],
  [1500, '0:01.5'],
  [59_960, '1:00'],
  [125_000, '2:05'],
  [3_725_000, '1:02:05'],
])('shows %i ms as %s', (moment, expected) => {
  expect(formatMoment(moment)).toBe(expected)
})

describe('formatTime', () => {
  it('shows a dash where there is no figure', () => {
    expect(formatTime(none, 'p95')).toBe('–')
  })

  it('marks what is a time-out as a lower bound, and no percentile before it', () => {
    const figures = { ...none, requests: 100, count: 100, timeouts: 4, mean: 1200, p95: 10, p99: 30_000, max: 30_000 }
    expect(formatTime(figures, 'p95')).toBe('10 ms')
    expect(formatTime(figures, 'p99')).toBe('> 30 s')
    expect(formatTime(figures, 'max')).toBe('> 30 s')
    expect(formatTime(figures, 'mean')).toBe('> 1.2 s')
  })
})

it('has no share of failures without requests', () => {
  expect(failedShare(none)).toBeUndefined()
  expect(failedShare({ ...none, requests: 8, failed: 2 })).toBe(0.25)
})
