import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { holm } from './holm.ts'

it.each([
  ['all are small', [0.01, 0.001, 0.02], [true, true, true], [0.025, 0.05 / 3, 0.05]],
  ['the smallest alone is', [0.04, 0.001, 0.9], [false, true, false], [0.025, 0.05 / 3, 0.025]],
  ['none is small enough', [0.02, 0.03, 0.9], [false, false, false], [0.05 / 3, 0.05 / 3, 0.05 / 3]],
  ['there is one', [0.049], [true], [0.05]],
  ['there is none', [], [], []],
])('where %s', (_, chances, rejected, levels) => {
  const steps = holm(chances, 0.05)
  expect(steps.map(({ isRejected }) => isRejected)).toEqual(rejected)
  for (const [index, { level }] of steps.entries()) expect(level).toBeCloseTo(levels[index] as number, 12)
})

it('rejects what is below its level and nothing else, whatever the order', () => {
  const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })
  const property = fc.property(chances, (given) => {
    const steps = holm(given, 0.05)
    for (const [index, { isRejected, level }] of steps.entries()) expect(isRejected).toBe((given[index] as number) < level)
    const smallest = Math.min(...given)
    // Never less strict than each for itself, never stricter than Bonferroni.
    expect(steps.some(({ isRejected }) => isRejected)).toBe(given.length > 0 && smallest < 0.05 / given.length)
  })
  fc.assert(property, { seed: 1 })
})

it('rejects anything that is true in at most 5 of 100 families', () => {
  const random = createRandom(1)
  const families = Array.from({ length: 4000 }, () =>
    holm(
      Array.from({ length: 8 }, () => random.next()),
      0.05,
    ),
  )
  const wrong = families.filter((steps) => steps.some(({ isRejected }) => isRejected)).length / families.length
  expect(wrong).toBeGreaterThan(0.035)
  expect(wrong).toBeLessThan(0.065)
})
