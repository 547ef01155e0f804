import { describe, expect, it } from 'vitest'
import { variable } from './environment-variables.ts'

describe('variable', () => {
  it.each([
    ['undefined where it is not set', undefined, undefined],
    ['undefined where it is empty', '', undefined],
    ['undefined where it is blank', ' ', undefined],
    ['a whole number', '30', 30],
    ['a decimal', '-0.5', -0.5],
    ['a decimal without the 0', '.5', 0.5],
    ['text where it has a unit', '30s', '30s'],
    ['text without the blanks around it', ' 30s ', '30s'],
    ['text where it is a number to a programmer only', '0x10', '0x10'],
    ['text where it is Infinity', 'Infinity', 'Infinity'],
  ])('is %s', (_, text, value) => {
    expect(variable({ LOAD_VUS: text }, 'LOAD_VUS')).toBe(value)
  })
})
