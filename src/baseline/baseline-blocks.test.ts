import { expect, it } from 'vitest'
import { measured } from './baseline.fixture.ts'
import { exactBlocksOf } from './baseline-blocks.ts'

it.each([
  [400, [400]],
  [3000, [1000, 1000, 1000]],
  [3000.25, [1000, 1000, 1000.25]],
  [3600, [1000, 1000, 1000, 600]],
  [60_000, Array(60).fill(1000)],
  [60_900, [...Array(29).fill(2000), 2900]],
  [61_000, [...Array(30).fill(2000), 1000]],
])('%d ms are blocks of %j', (duration, durations) => {
  const blocks = exactBlocksOf(measured({ duration }))
  expect(blocks.map((block) => block.duration)).toEqual(durations)
  expect(blocks.map(({ at }) => at)).toEqual(durations.map((_, index) => index * (durations[0] as number)))
  expect(blocks.reduce((sum, { requests }) => sum + requests, 0)).toBe(Math.round(duration / 10))
  expect(blocks.every(({ requests, latency }) => latency?.count === requests)).toBe(true)
})

it('a run without time has no blocks', () => {
  expect(exactBlocksOf(measured({ duration: 0 }))).toEqual([])
})
