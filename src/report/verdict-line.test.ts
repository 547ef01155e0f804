import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import type { NotedVerdict } from '../verdict/noted.ts'
import { colored } from './paint.ts'
import { formatVerdict } from './verdict-line.ts'

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
  expect(formatVerdict(noted)).toEqual([expected])
})

it('gives each of several metrics a line, without the subject that stands above them', () => {
  const message = 'shopper: p95 was 1 ms\nGET /orders: p99 was 2 ms\nshopper: the mean was 1 ms'
  const lines = formatVerdict({ ...fail, message, warning: 'past acceptable' }, { subject: 'shopper' })
  expect(lines).toEqual(['✗ p95 was 1 ms', '  GET /orders: p99 was 2 ms', '  the mean was 1 ms – past acceptable'])
})

it('is wrapped between words', () => {
  const message = 'shopper: p95 was 250.1 ms, expected below 200 ms\nshopper: p99 was 300 ms'
  const lines = formatVerdict({ ...fail, message, warning: 'past acceptable' }, { subject: 'shopper', width: 28 })
  expect(lines).toEqual(['✗ p95 was 250.1 ms,', '    expected below 200 ms', '  p99 was 300 ms – past', '    acceptable'])
})

it('differs in nothing but colour where colours are shown', () => {
  const painted = formatVerdict(warning, { paint: colored }).join('\n')
  expect(painted).not.toBe('! p95 was 1 ms – past the target')
  expect(stripVTControlCharacters(painted)).toBe('! p95 was 1 ms – past the target')
})

it('lets no text control the terminal', () => {
  const evil = '\u001b]0;owned\u0007'
  expect(formatVerdict({ ...pass, message: evil, warning: evil }).join('')).not.toMatch(/\p{Cc}/u)
})
