import { expect, it } from 'vitest'
import { readings } from '../../verdict/resources.fixture.ts'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { memoryBound } from './memory-bound.ts'

const MB = 1024 ** 2
const environment = { node: '24.0.0', os: 'Linux 6', arch: 'x64', cpu: 'a CPU', cores: 2, memory: 1000 * MB, ci: false }

it('tells that the machine is full', () => {
  const result = runOf({ environment, resources: [readings('system', 'memory', [500 * MB, 960 * MB])] })
  expect(memoryBound(result, defaultThresholds)?.message).toBe("The machine's memory was full: 96 % of 1,000 MB in use")
})

it('tells that it swaps', () => {
  const result = runOf({ environment, resources: [readings('system', 'swap', [0, 100 * MB])] })
  expect(memoryBound(result, defaultThresholds)).toMatchObject({
    message: 'The machine began to swap: 100 MB more at the end',
    metric: 'swap',
  })
})

it.each([
  ['there is room', [readings('system', 'memory', [500 * MB, 900 * MB]), readings('system', 'swap', [0, MB])]],
  ['nothing was sampled', []],
])('has nothing to tell where %s', (_, resources) => {
  expect(memoryBound(runOf({ environment, resources }), defaultThresholds)).toBeUndefined()
})
