import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { createResources } from '../metrics/create-resources.ts'
import type { StoredResources } from '../metrics/resources.ts'
import { Meter } from './meter.ts'
import type { Moment, Probe, ProbeReadings } from './probe.ts'
import { fakeProc } from './proc.fixture.ts'
import { findListenersInProc } from './proc-listeners.ts'
import { listTreeFromProc } from './proc-processes.ts'
import { readSystemFromProc } from './proc-system.ts'
import { Sampler } from './sampler.ts'
import { createServerProbe } from './server-probe.ts'
import { createSystemProbe } from './system-probe.ts'

const gauge = (value: number): ProbeReadings => ({
  readings: [{ source: 'server', name: 'memory', unit: 'bytes', kind: 'gauge', value }],
})

function probe(read: (moment: Moment, time: number) => Promise<ProbeReadings> | ProbeReadings, every?: number): Probe {
  let time = 0
  return {
    source: 'server',
    ...(every !== undefined && { every }),
    async read(moment) {
      time += 1
      return await read(moment, time)
    },
  }
}

/** Samples a run whose moment 0 is 200 ms after the base reading. */
async function sample(probes: readonly Probe[], duration: number, every = 1000): Promise<StoredResources> {
  const clock = new FakeClock()
  const sampler = new Sampler({ probes, every, cuts: [], clock })
  await clock.advance(50_000)
  await sampler.base()
  await clock.advance(100)
  sampler.begin(clock.now() + 100)
  await clock.advance(100 + duration)
  const ending = sampler.end()
  await clock.advance(10_000)
  return await ending
}

const momentsOf = (resources: StoredResources, name = 'memory'): readonly number[] | undefined =>
  resources.series.find((series) => series.name === name)?.points.map(([at]) => at)

describe('a `/proc` that cannot be read at all', () => {
  it('leaves machine and server without data, and says why', async () => {
    const proc = fakeProc({})
    const reader = {
      tree: async (roots: readonly number[]) => listTreeFromProc(proc, roots),
      listeners: async (port: number) => findListenersInProc(proc, port),
    }
    const probes = [createSystemProbe(async () => readSystemFromProc(proc)), createServerProbe({ pid: 7, port: 3000 }, reader)]
    const stored = await sample(probes, 3000)

    expect(stored.series).toEqual([])
    expect(stored.marks).toEqual([
      { source: 'system', message: "EACCES: permission denied, open 'stat'", at: -200, until: 3000 },
      { source: 'server', message: "EACCES: permission denied, open ''", at: -200, until: 3000 },
    ])
    const { system, server } = createResources(stored)
    expect([system.cpu, system.memory, server.cpu, server.memory].map(({ readings }) => readings)).toEqual([0, 0, 0, 0])
  })
})

describe('a sampler', () => {
  it('reads before the run, at each of its seconds, and at its end', async () => {
    expect(momentsOf(await sample([probe(() => gauge(1))], 2300))).toEqual([-200, 0, 1000, 2000, 2300])
  })

  it.each([
    [500, [-200, 0, 500, 1000, 1300]],
    [5000, [-200, 0, 1300]],
  ])('reads every %d ms', async (every, moments) => {
    expect(momentsOf(await sample([probe(() => gauge(1))], 1300, every))).toEqual(moments)
  })

  it('reads a costly probe less often', async () => {
    expect(momentsOf(await sample([probe(() => gauge(1), 5000)], 11_000))).toEqual([-200, 0, 5000, 10_000, 11_000])
  })

  it('skips what is due while a reading takes longer, and lets no other probe wait', async () => {
    const answered = Promise.withResolvers<void>()
    const slow = probe(async (_, time) => {
      if (time === 3) await answered.promise
      return gauge(1)
    })
    const quick = probe((_, time) => {
      if (time === 5) answered.resolve()
      return { readings: [{ source: 'server', name: 'files', unit: '', kind: 'gauge', value: 1 }] }
    })
    const resources = await sample([slow, quick], 4000)
    expect(momentsOf(resources, 'files')).toEqual([-200, 0, 1000, 2000, 3000, 4000])
    expect(momentsOf(resources)).toEqual([-200, 0, 1000, 3000, 4000])
  })

  it('makes one mark of a failure that lasts, and goes on', async () => {
    const failing = probe((_, time) => {
      if (time >= 3 && time <= 5) throw new Error('no answer')
      return gauge(time)
    })
    const resources = await sample([failing], 5500)
    expect(resources.marks).toEqual([{ at: 1000, until: 3000, source: 'server', message: 'no answer' }])
    expect(momentsOf(resources)).toEqual([-200, 0, 4000, 5000, 5500])
  })

  it('makes a second mark of a failure that comes again', async () => {
    const failing = probe((_, time) => {
      if (time % 2 === 0) throw new Error('no answer')
      return gauge(time)
    })
    expect((await sample([failing], 2500)).marks.map(({ at, until }) => [at, until])).toEqual([
      [0, 0],
      [2000, 2000],
    ])
  })

  it('notes events at their moment', async () => {
    const ending = probe((_, time) => ({ ...gauge(1), events: time === 4 ? ['process 7 ended'] : [] }))
    expect((await sample([ending], 3000)).marks).toEqual([
      { at: 2000, until: 2000, source: 'server', message: 'process 7 ended' },
    ])
  })

  it('begins a counter that comes later at 0', async () => {
    const counting = probe((_, time) => ({
      readings:
        time < 3 ? [] : [{ source: 'metrics', name: 'made_total', unit: '', kind: 'counter', value: 5, isNew: time === 3 }],
    }))
    expect(createResources(await sample([counting], 2000)).metric('made_total')).toMatchObject({ first: 0, last: 5, increase: 5 })
  })

  it('ends although a reading never does', async () => {
    const stuck = probe(async (_, time) => (time === 3 ? await new Promise<ProbeReadings>(() => {}) : gauge(1)))
    const resources = await sample([stuck], 4000)
    expect(momentsOf(resources)).toEqual([-200, 0])
    expect(resources.marks).toMatchObject([{ at: 1000, message: 'no answer until the end of the run' }])
    expect(resources.marks[0]?.until).toBeGreaterThanOrEqual(4000)
  })

  it('gives what it has where the run never began', async () => {
    const clock = new FakeClock()
    const sampler = new Sampler({ probes: [probe(() => gauge(1))], every: 1000, cuts: [], clock })
    await sampler.base()
    expect(await sampler.end()).toEqual({ series: [], marks: [] })
  })
})

describe('a span', () => {
  /** Uses a third of a core. */
  const using = (): Probe => {
    const meter = new Meter()
    return probe((moment) => {
      const value = meter.use(moment.now / 3, moment)
      return { readings: value === undefined ? [] : [{ source: 'server', name: 'cpu', unit: 'cores', kind: 'span', value }] }
    })
  }

  it.each([
    ['the whole of a run that is short', 300, [300]],
    ['each second', 2000, [1000, 2000]],
    ['the rest, where it is long enough', 2700, [1000, 2000, 2700]],
    ['no rest that is too short to tell', 2300, [1000, 2000]],
  ])('is %s', async (_, duration, moments) => {
    const resources = await sample([using()], duration)
    expect(momentsOf(resources, 'cpu')).toEqual(moments)
    expect(createResources(resources).server.cpu.min).toBeCloseTo(1 / 3, 9)
    expect(createResources(resources).server.cpu.max).toBeCloseTo(1 / 3, 9)
  })

  it('begins anew where a total fell', () => {
    const meter = new Meter()
    const use = (total: number, now: number): number | undefined => meter.use(total, { now, shortest: 0 })
    expect([use(0, 0), use(500, 1000), use(100, 2000), use(400, 3000)]).toEqual([undefined, 0.5, undefined, 0.3])
  })
})
