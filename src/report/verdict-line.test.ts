import { expect, it } from 'vitest'
import type { NotedVerdict } from '../verdict/noted.ts'
import { formatVerdict, worstOf } from './verdict-line.ts'

const pass: NotedVerdict = { matcher: 'toMeet', negated: false, state: 'pass', message: 'p95 was 1 ms' }
const warning: NotedVerdict = { ...pass, warning: 'past the target' }
const inconclusive: NotedVerdict = { ...pass, state: 'inconclusive' }
const fail: NotedVerdict = { ...pass, state: 'fail' }

it.each([
  [pass, '✓ p95 was 1 ms'],
  [warning, '! p95 was 1 ms – past the target'],
  [inconclusive, '? p95 was 1 ms'],
  [fail, '✗ p95 was 1 ms'],
  [{ ...fail, warning: 'past acceptable' }, '✗ p95 was 1 ms – past acceptable'],
])('marks %j', (noted, expected) => {
  expect(formatVerdict(noted)).toBe(expected)
})

it('finds the worst of all', () => {
  expect(worstOf([])).toBeUndefined()
  expect(worstOf([pass])).toBe('pass')
  expect(worstOf([pass, warning])).toBe('warning')
  expect(worstOf([warning, inconclusive, pass])).toBe('inconclusive')
  expect(worstOf([inconclusive, fail])).toBe('fail')
})
