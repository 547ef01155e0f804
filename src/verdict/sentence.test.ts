import { describe, expect, it } from 'vitest'
import { formatDuration, formatShare } from '../core/format.ts'
import type { ErrorGroup } from '../metrics/counts.ts'
import { errorNotes, finerBeside, plural } from './sentence.ts'

function group(message: string, count: number, endpoint = 'GET /orders'): ErrorGroup {
  return { category: 'http-5xx', message, endpoint, count, examples: [] }
}

describe('the commonest errors', () => {
  it('are added up over endpoints, and the rest is counted', () => {
    const groups = [group('a', 1), group('b', 2), group('c', 3), group('a', 2000, 'GET /'), group('d', 1), group('e', 1)]
    expect(errorNotes(groups)).toEqual(['2,001 × http-5xx (a)', '3 × http-5xx (c)', '2 × http-5xx (b)', '2 other kinds'])
  })

  it('bring no control characters and no long texts of a server', () => {
    expect(errorNotes([group('\u001b[2Jgone\r\nx', 1)])).toEqual(['1 × http-5xx ([2Jgone x)'])
    expect(errorNotes([group('x'.repeat(81), 1)])).toEqual([`1 × http-5xx (${'x'.repeat(80)}…)`])
  })
})

describe('a figure beside a limit', () => {
  it.each([
    [250, [200], formatDuration, 0],
    [200, [200], formatDuration, 0],
    [200.04, [200], formatDuration, 1],
    [200, [200.04], formatDuration, 1],
    [200.04, [200, 200.041], formatDuration, 2],
    [2004, [2000], formatDuration, 1],
    [0.990_04, [0.99], formatShare, 1],
    [1 + 1e-12, [1], formatDuration, 6],
  ])('of %d and %j has more decimals, if it must', (value, edges, show, finer) => {
    expect(finerBeside(value, edges, show)).toBe(finer)
  })
})

describe('a number of things', () => {
  it.each([
    [0, '0 requests'],
    [1, '1 request'],
    [12_040, '12,040 requests'],
  ])('%d', (count, text) => {
    expect(plural(count, 'request')).toBe(text)
  })
})
