import { expect, it } from 'vitest'
import { readings } from '../../verdict/resources.fixture.ts'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { cpuBound } from './cpu-bound.ts'

function withCpu(server: number, system: number, cores = 4) {
  const values = (value: number): number[] => [0, ...new Array<number>(20).fill(value)]
  return runOf({
    resources: [
      readings('server', 'cpu', values(server), { kind: 'span' }),
      readings('system', 'cpu', values(system), { kind: 'span' }),
      ...Array.from({ length: cores }, () => readings('system', 'core', values(system), { kind: 'span' })),
    ],
  })
}

it.each([
  [1, 0.3, 4, 'The server typically used 100 % of one core, as much as a single thread can'],
  [3.8, 0.97, 4, "The server typically used 95 % of the machine's 4 cores"],
  [0.5, 0.95, 4, "The machine's CPU was typically in use to 95 %"],
  [0.95, 0.96, 1, "The server typically used 95 % of the machine's 1 cores"],
])('tells where %d cores of the server and %d of the machine leave no room', (server, system, cores, message) => {
  expect(cpuBound(withCpu(server, system, cores), defaultThresholds)).toMatchObject({
    code: 'cpu-bound',
    severity: 'warning',
    message,
  })
})

it.each([
  ['there is room', withCpu(0.5, 0.5)],
  ['several threads share the work', withCpu(2, 0.5)],
  ['nothing was sampled', runOf()],
])('has nothing to tell where %s', (_, result) => {
  expect(cpuBound(result, defaultThresholds)).toBeUndefined()
})
