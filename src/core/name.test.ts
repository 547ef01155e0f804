import { describe, expect, it } from 'vitest'
import { loadName } from './name.ts'
import { parseOptions } from './options.ts'

describe('a name', () => {
  it('is a text', () => {
    expect(parseOptions('scenario', 'shopper', loadName)).toBe('shopper')
    expect(() => parseOptions('scenario', '', loadName)).toThrow("scenario: Expected a value to be a text, got ''")
  })

  it.each(['(start)', '(other)'])('is none of those that results use: %s', (name) => {
    expect(() => parseOptions('scenario', name, loadName)).toThrow(
      `Expected a value to be a text other than '(start)' and '(other)', which results use themselves, got '${name}'`,
    )
  })
})
