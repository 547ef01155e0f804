import { expect, expectTypeOf, it, type TestTags } from 'vitest'
import { addLoadTags, loadTags } from './tags.ts'

it('defines the tags of load tests, each with a description', () => {
  expect(loadTags.map(({ name }) => name)).toEqual([
    'smoke',
    'load',
    'stress',
    'spike',
    'soak',
    'benchmark',
    'performance',
    'slow',
  ])
  expect(loadTags.every(({ description }) => description.endsWith('.') || description.endsWith('?'))).toBe(true)
})

it("keeps a user's tag of the same name, once", () => {
  const mine = { name: 'slow', description: 'mine', timeout: 60_000 } as const
  const tags = addLoadTags([mine])
  expect(tags.filter(({ name }) => name === 'slow')).toEqual([mine])
  expect(tags).toHaveLength(loadTags.length)
})

it('is known to TypeScript as a whole, where that is wanted', () => {
  expectTypeOf<TestTags['vitest-load']>().toEqualTypeOf<(typeof loadTags)[number]['name']>()
})
