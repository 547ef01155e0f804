import { expect, it } from 'vitest'
import type { Finding } from '../metrics/finding.ts'
import { plain } from './paint.ts'
import { formatFindings } from './terminal-findings.ts'

const finding: Finding = {
  code: 'long-tail',
  severity: 'warning',
  message: 'p99 is 28 times the p50 of all requests',
  recommendation: 'Look for what some requests wait for',
}

it('says what was found and what to do, in lines that fit', () => {
  expect(formatFindings([{ ...finding, severity: 'problem' }, finding], 30, plain)).toEqual([
    '• p99 is 28 times the p50 of',
    '  all requests',
    '  → Look for what some',
    '  requests wait for',
    '• p99 is 28 times the p50 of',
    '  all requests',
    '  → Look for what some',
    '  requests wait for',
  ])
})

it('shows the first five, and writes out control characters', () => {
  const lines = formatFindings(Array(7).fill({ ...finding, message: 'a\u001b[2Jb' }), 80, plain)
  expect(lines[0]).toBe('• a\\x1b[2Jb')
  expect(lines.at(-1)).toBe('… and 2 more findings')
  expect(lines).toHaveLength(11)
})
