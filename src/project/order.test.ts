import { expect, it } from 'vitest'
import type { Vitest } from 'vitest/node'
import { runLoadLast } from './order.ts'

it('gives a group of their own to projects that Vitest would put off until after the load', () => {
  const shared = { groupOrder: 0 }
  const projects = [
    { config: { isolate: true, maxWorkers: 1, sequence: shared } },
    { config: { isolate: true, maxWorkers: 4, sequence: shared } },
    { config: { isolate: false, maxWorkers: 1, sequence: shared } },
    { config: { isolate: true, maxWorkers: 1, sequence: { groupOrder: 5 } } },
    { config: { isolate: true, maxWorkers: 1, sequence: { groupOrder: 1000 } } },
  ]
  runLoadLast({ projects } as unknown as Vitest)
  expect(projects.map(({ config }) => config.sequence.groupOrder)).toEqual([999, 0, 0, 5, 1000])
})
