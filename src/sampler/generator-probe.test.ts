import { expect, it } from 'vitest'
import { monotonicNow } from '../core/monotonic-now.ts'
import { createGeneratorCell, type GeneratorState, readGeneratorCell } from './generator-cell.ts'
import { createGeneratorProbe } from './generator-probe.ts'

it('is told by its thread how much its loop was at work, and its heap', () => {
  const cell = createGeneratorCell(() => 5)
  expect(readGeneratorCell(cell.memory)).toBeUndefined()
  const before = performance.eventLoopUtilization().active
  cell.write()
  const after = performance.eventLoopUtilization().active
  const { at, busy, heap } = readGeneratorCell(cell.memory) as GeneratorState
  expect(Math.abs(monotonicNow() - at)).toBeLessThan(5000)
  expect(busy).toBeGreaterThanOrEqual(before - 5)
  expect(busy).toBeLessThanOrEqual(after - 5)
  expect(heap).toBeGreaterThan(1_000_000)
})

it('has a use of CPU, a heap, memory, and a loop that is at work while it does not even say so', async () => {
  let cpuTime = 0
  let state: GeneratorState | undefined = { at: 0, busy: 0, heap: 100 }
  const probe = createGeneratorProbe({ state: () => state, every: 1000, cpuTime: () => cpuTime, memory: () => 500 })
  const read = async (now: number): Promise<object> => {
    const { readings } = await probe.read({ now, shortest: 0 })
    return Object.fromEntries(readings.map(({ name, value }) => [name, value]))
  }
  expect(await read(100)).toEqual({ memory: 500, heap: 100 })
  cpuTime = 250
  state = { at: 1000, busy: 300, heap: 200 }
  expect(await read(1100)).toEqual({ cpu: 0.25, memory: 500, busy: 0.3, heap: 200 })
  // Nothing was left since: from 3 s on the loop is stalled.
  expect(await read(5000)).toMatchObject({ busy: 1 })
  state = undefined
  expect(await read(6000)).toEqual({ cpu: 0, memory: 500 })
})
