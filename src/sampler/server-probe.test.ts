import { describe, expect, it } from 'vitest'
import type { ProbeReadings } from './probe.ts'
import { type ProcessFigures, treeOf } from './process-figures.ts'
import { createServerProbe, type ServerPlace } from './server-probe.ts'

type Machine = readonly (Partial<ProcessFigures> & { readonly pid: number })[]

/** Reads a machine that looks different each second. */
async function read(place: ServerPlace, machines: readonly Machine[], listening: readonly (readonly number[])[] = []) {
  let second = 0
  const probe = createServerProbe(place, {
    async tree(roots) {
      const all = (machines[second] ?? []).map((one) => ({
        parent: 1,
        started: 'a',
        memory: 100,
        threads: 1,
        files: 1,
        cpuTime: 0,
        ...one,
      }))
      return treeOf(all, roots)
    },
    listeners: async () => listening[second] ?? [],
  })
  const all: (ProbeReadings & { problem?: string })[] = []
  for (; second < machines.length; second += 1) {
    const moment = { now: second * 1000, shortest: 0 }
    all.push(await probe.read(moment).catch((error) => ({ readings: [], problem: error.message })))
  }
  return all.map(({ readings, events = [], problem }) => ({
    ...Object.fromEntries(readings.map(({ name, value }) => [name, value])),
    ...(events.length > 0 && { events }),
    ...(problem !== undefined && { problem }),
  }))
}

describe('the server', () => {
  it('is its process with all that it started', async () => {
    const machine: Machine = [{ pid: 7 }, { pid: 8, parent: 7, memory: 50, threads: 4 }, { pid: 9 }]
    expect(await read({ pid: 7 }, [machine])).toEqual([{ memory: 150, threads: 5, files: 2, processes: 2 }])
  })

  it('uses the CPU that all of them use, those that came and went as well', async () => {
    const seconds = await read({ pid: 7 }, [
      [{ pid: 7, cpuTime: 5000 }],
      [{ pid: 7, cpuTime: 5500 }],
      [
        { pid: 7, cpuTime: 6000 },
        { pid: 8, parent: 7, cpuTime: 250 },
      ],
      [{ pid: 7, cpuTime: 6100 }],
    ])
    expect(seconds.map((one) => (one as { cpu?: number }).cpu)).toEqual([undefined, 0.5, 0.75, 0.1])
  })

  it('ends with its process, which is told once', async () => {
    const [first, second, third] = await read({ pid: 7 }, [[{ pid: 7 }], [], []])
    expect(first).toMatchObject({ processes: 1 })
    expect(second).toEqual({ events: ['process 7 of the server ended'] })
    expect(third).toEqual({})
  })

  it('is nobody who got the number of its process later', async () => {
    const [, second] = await read({ pid: 7 }, [[{ pid: 7 }], [{ pid: 7, started: 'b' }]])
    expect(second).toEqual({ events: ['process 7 of the server ended'] })
  })

  it('is found again on its port after a restart', async () => {
    const seconds = await read({ pid: 7, port: 3000 }, [[{ pid: 7 }], [], [{ pid: 20 }], [{ pid: 20 }]], [[], [], [20], []])
    expect(seconds[1]).toEqual({ events: ['process 7 of the server ended'] })
    expect(seconds[2]).toMatchObject({ events: ['process 20 listens on port 3000 now'], processes: 1 })
    expect(seconds[3]).toMatchObject({ processes: 1 })
  })

  it('is whoever listens on the port: of a cluster, the one that the others are children of', async () => {
    const machine: Machine = [{ pid: 7 }, { pid: 8, parent: 7 }, { pid: 9, parent: 7 }]
    expect(await read({ port: 3000 }, [machine], [[9, 7, 8]])).toEqual([{ memory: 300, threads: 3, files: 3, processes: 3 }])
  })

  it('is not there where nobody is found, which is looked for again now and then', async () => {
    const problem = 'no process was found that listens on port 3000; give its number with `sample: { pid }`'
    const machine: Machine = [{ pid: 7 }]
    const seconds = await read({ port: 3000 }, Array<Machine>(7).fill(machine), [[], [7], [7], [7], [7], [7], [7]])
    expect(seconds.slice(0, 5)).toEqual(Array(5).fill({ problem }))
    expect(seconds[5]).toMatchObject({ processes: 1 })
  })

  it('cannot be a process that is not there', async () => {
    expect(await read({ pid: 7 }, [[]])).toEqual([{ problem: 'there is no process 7 that could be read' }])
  })

  it('may be the generator itself, which is said', async () => {
    const machine: Machine = [{ pid: process.pid }]
    expect(await read({ port: 3000 }, [machine], [[process.pid]])).toMatchObject([
      { events: ["the server runs in the generator's own process"] },
    ])
  })

  it.runIf(process.platform === 'linux')(
    'has no open files where they are not for this user to see, which is said once',
    async () => {
      const machine: Machine = [{ pid: 7, files: undefined }]
      expect(await read({ pid: 7 }, [machine, machine])).toEqual([
        { memory: 100, threads: 1, processes: 1, events: ['its open files are not for this user to see'] },
        { memory: 100, threads: 1, processes: 1, cpu: 0 },
      ])
    },
  )

  it('has its use of CPU from systems that tell no totals', async () => {
    const machine: Machine = [
      { pid: 7, cores: 0.5, threads: undefined, files: 1 },
      { pid: 8, parent: 7, cores: 0.25, threads: undefined },
    ]
    expect(await read({ pid: 7 }, [machine])).toEqual([{ cpu: 0.75, memory: 200, files: 2, processes: 2 }])
  })
})
