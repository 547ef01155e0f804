import { expect, test } from 'vitest'
import { findCapacity, type ScenarioFunction } from 'vitest-load'
import { measuredCalmly } from '../measured-calmly.ts'

// Of the fixture's /generate, which has two workers.
const WORKERS = 2

test('the breaking point of a queue is found, and what it degrades by', { tags: ['stress'], timeout: 600_000 }, async () => {
  const serviceTime = 50
  const truth = (WORKERS / serviceTime) * 1000
  const search = () =>
    findCapacity(`GET /generate?ms=${serviceTime}`, {
      objective: { p95: '150ms', errorRate: '1%' },
      from: '30/s',
      to: '1000/s',
      levelDuration: '4s',
    })
  await measuredCalmly(search, (limit) => {
    expect(limit.verdict).toBe('found')
    // It is found to 5 % where nothing else runs; timers that are late make the server slower, never faster.
    expect(limit.capacity?.mean).toBeGreaterThan(truth * 0.75)
    expect(limit.capacity?.mean).toBeLessThan(truth * 1.05)
    expect(limit.levels.length).toBeLessThanOrEqual(Math.log2(truth / 30) + 8)
    expect(limit).toHaveCapacityAbove('25/s')
    expect(limit).not.toHaveCapacityAbove('60/s')
    const [lightest] = limit.levels
    const heaviest = limit.levels.toSorted((one, other) => other.offered - one.offered)[0]
    expect(heaviest?.verdict).toBe('missed')
    expect(heaviest?.p95).toBeGreaterThan(2 * (lightest?.p95 ?? 0))
  })
})

test('agents that nothing overloads have no breaking point up to what was tried', { tags: ['stress'] }, async () => {
  const agent: ScenarioFunction = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const options = { objective: { p95: '100ms', errorRate: 0 }, from: 10, to: 20, levelDuration: '2.5s' } as const

  await measuredCalmly(
    () => findCapacity(agent, options),
    (limit) => {
      expect(limit).toMatchObject({ verdict: 'none-found', unit: 'vus', capacity: undefined, from: 10, to: 20 })
      expect(limit.levels.map(({ offered, verdict }) => [offered, verdict])).toEqual([
        [10, 'met'],
        [20, 'met'],
      ])
      expect(limit).toHaveCapacityAbove(19)
    },
  )
})

test('agents that share a model break at the number of users that it serves in time', { tags: ['stress'] }, async () => {
  const model = createModel({ workers: 4, serviceTime: 60 })
  // Two turns of 60 ms for 8 users; with 9 there always is one who waits for a third.
  const search = () => findCapacity(model, { objective: { p95: '150ms' }, from: 4, to: 100, levelDuration: '3s' })

  await measuredCalmly(search, (limit) => {
    expect(limit.verdict).toBe('found')
    expect(limit.limitedBy).toBe('p95')
    // It is 8 where nothing else runs. A machine that is busy makes it look lower, never higher.
    expect(limit.capacity?.low).toBeGreaterThanOrEqual(6)
    expect(limit.capacity?.high).toBeLessThanOrEqual(9)
    expect(limit).toHaveCapacityAbove(5)
  })
})

/** An agent's call of a model that serves a few at a time. */
function createModel({ workers, serviceTime }: { workers: number; serviceTime: number }): ScenarioFunction {
  let busy = 0
  const waiting: (() => void)[] = []
  return async () => {
    if (busy === workers) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy += 1
    await new Promise((resolve) => setTimeout(resolve, serviceTime))
    const next = waiting.shift()
    if (next === undefined) busy -= 1
    else next()
  }
}
