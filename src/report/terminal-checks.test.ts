import { expect, it } from 'vitest'
import { plain } from './paint.ts'
import { formatChecks } from './terminal-checks.ts'

it('shows failed checks first, with their share', () => {
  const checks = [
    { name: 'has a body', passed: 1200, failed: 0 },
    { name: 'is shipped', passed: 1191, failed: 9 },
    { name: 'is never true', passed: 0, failed: 3 },
  ]
  expect(formatChecks(checks, 80, plain)).toEqual([
    '✗ is shipped  99.25 % passed (9 of 1,200 failed)',
    '✗ is never true  0 % passed (3 of 3 failed)',
    '✓ has a body  1,200',
  ])
})

it('leaves out passed checks rather than failed ones', () => {
  const checks = Array.from({ length: 30 }, (_, index) => ({ name: `check ${index}`, passed: 1, failed: index < 29 ? 0 : 1 }))
  const lines = formatChecks(checks, 80, plain)
  expect(lines[0]).toBe('✗ check 29  50 % passed (1 of 2 failed)')
  expect(lines.at(-1)).toBe('… and 10 more checks')
})
