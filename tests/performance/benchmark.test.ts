import { expect, test } from 'vitest'
import { benchmark, benchmarkAll } from 'vitest-load'

const fast = { mean: { target: '50ms', acceptable: '100ms' } } as const
const usual = { mean: { target: '100ms', acceptable: '200ms' } } as const

test.each([
  ['GET /health', fast],
  ['GET /config', usual],
  ['GET /capabilities', usual],
  ['GET /workflows', { mean: { target: '200ms', acceptable: '500ms' } }],
] as const)('%s', { tags: ['benchmark'] }, async (request, limits) => {
  const result = await benchmark(request, request)

  expect(result).toMeet(limits)
  expect(result).toHaveThroughputAbove('50/s')
  const { min, mean, p50, p95, p99, max } = result.latency
  expect([min, p50, p95, p99, max]).toEqual([min, p50, p95, p99, max].toSorted((a, b) => a - b))
  expect(mean).toBeGreaterThan(min)
})

test('a slow endpoint is benchmarked with as many iterations as there is time for', { tags: ['benchmark'] }, async () => {
  const result = await benchmark('slow', 'GET /delay/50', { time: '1s', iterations: 5 })

  expect(result).toHaveMeanLatencyWithin('50ms', '5s')
  expect(result.warnings.map(({ code }) => code)).toContain('benchmark-small')
})

test('functions are compared in turns, with the matcher that Vitest has for it', { tags: ['benchmark'] }, async () => {
  const items = Array.from({ length: 2000 }, (_, index) => index)
  const { few, many } = await benchmarkAll({ few: () => sumTo(items, 200), many: () => sumTo(items, 2000) }, { time: '500ms' })

  expect(few).toBeFasterThan(many)
  expect(few).toHaveLowerLatencyThan(many, { percentile: 50 })
  expect(many).toBeSlowerThan(few)
})

function sumTo(items: readonly number[], end: number): number {
  let sum = 0
  for (let round = 0; round < 20; round += 1) for (let index = 0; index < end; index += 1) sum += items[index] ?? 0
  return sum
}
