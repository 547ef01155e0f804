import { expect, it } from 'vitest'
import { outsideLines, outsideText } from './outside-text.ts'

it('writes out what controls, on one line', () => {
  expect(outsideText('a\nb\u001b[31m \ud800')).toBe('a\\nb\\x1b[31m \ufffd')
})

it('keeps lines where there may be several, and indents with spaces', () => {
  expect(outsideLines('Error\r\n\tat x\u0007')).toBe('Error\n  at x\\x07')
})

it('cuts what is endless, and says how much', () => {
  expect(outsideText('x'.repeat(100_300))).toBe(`${'x'.repeat(300)}… (100,000 more characters)`)
  expect(outsideLines('x'.repeat(104_000))).toBe(`${'x'.repeat(4000)}… (100,000 more characters)`)
})
