import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'

describe('the nearest name', () => {
  it.each([
    ['duraton', 'duration'],
    ['DURATION', 'duration'],
    ['maxvus', 'maxVus'],
  ])('of %s is %s', (name, known) => {
    expect(nearest(name, ['vus', 'duration', 'maxVus'])).toBe(known)
  })

  it('does not exist where none is near', () => {
    expect(nearest('x', ['duration'])).toBeUndefined()
    expect(nearest('duration', [])).toBeUndefined()
  })
})
