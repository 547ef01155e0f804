import { expect, it } from 'vitest'
import { readings } from '../../verdict/resources.fixture.ts'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { memoryLeak } from './memory-leak.ts'

function withMemory(valueAt: (second: number) => number) {
  const values = Array.from({ length: 301 }, (_, second) => valueAt(second) * 1024 ** 2)
  return runOf({ resources: [readings('server', 'memory', values)] })
}

it('tells how fast the memory grows, and since when', () => {
  expect(
    memoryLeak(
      withMemory((second) => 100 + second / 30),
      defaultThresholds,
    ),
  ).toMatchObject({
    code: 'memory-leak',
    severity: 'problem',
    message: "The server's memory grew steadily, from 102 MB to 110 MB in 4 min (2 MB a minute)",
    at: 60_000,
    metric: 'memory',
  })
})

it.each([
  ['it stays', withMemory(() => 100)],
  ['a collector frees it', withMemory((second) => 100 + (second % 40))],
  ['nothing was sampled', runOf()],
])('has nothing to tell where %s', (_, result) => {
  expect(memoryLeak(result, defaultThresholds)).toBeUndefined()
})
