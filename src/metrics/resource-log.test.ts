import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createResources } from './create-resources.ts'
import { type Reading, ResourceLog, type ResourceLogOptions } from './resource-log.ts'

const memory: Reading = { source: 'server', name: 'memory', unit: 'bytes', kind: 'gauge', value: 0 }
const cpu: Reading = { source: 'server', name: 'cpu', unit: 'cores', kind: 'span', value: 0 }
const counted: Reading = { source: 'metrics', name: 'made_total', unit: '', kind: 'counter', value: 0 }

function logged(reading: Reading, values: readonly number[], options: Partial<ResourceLogOptions> = {}): ResourceLog {
  const log = new ResourceLog({ every: 1000, ...options })
  for (const [second, value] of values.entries()) log.add({ ...reading, value }, second * 1000)
  return log
}

const limits = { points: 8, series: 4, marks: 3 }

describe('a series past its limit', () => {
  it('merges neighbours, and keeps the reading at the start by itself', () => {
    const log = logged(memory, [5, 1, 2, 3, 4, 5, 6, 7, 8], { limits })
    expect(log.stored().series[0]?.points).toEqual([
      [0, 5],
      [2000, 1.5, 1, 2, 2],
      [4000, 3.5, 3, 4, 2],
      [6000, 5.5, 5, 6, 2],
      [8000, 7.5, 7, 8, 2],
    ])
  })

  it('keeps the last value of a counter', () => {
    const log = logged(counted, [0, 1, 2, 3, 4, 5, 6, 7, 8], { limits })
    expect(log.stored().series[0]?.points.at(-1)).toEqual([8000, 8, 7, 8, 2])
  })

  it('merges nothing across a cut', () => {
    const log = logged(memory, [5, 1, 2, 3, 4, 5, 6, 7, 8], { limits, cuts: [3000] })
    expect(log.stored().series[0]?.points.map(([at]) => at)).toEqual([0, 2000, 3000, 4000, 6000, 8000])
  })

  it('has the figures of all its readings, however long the run', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 300 }), (values) => {
        const log = logged(memory, values, { limits })
        const { memory: series } = createResources(log.stored()).server
        const sum = values.reduce((total, value) => total + value, 0)
        expect(series.points.length).toBeLessThanOrEqual(limits.points)
        expect(series.readings).toBe(values.length)
        expect([series.min, series.max]).toEqual([Math.min(...values), Math.max(...values)])
        expect(series.mean).toBeCloseTo(sum / values.length, 4)
      }),
    )
  })

  it('has the increase of all its readings, of a counter', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 2, maxLength: 300 }), (steps) => {
        let total = 0
        const totals = steps.map((step) => (total += step))
        const series = createResources(logged(counted, totals, { limits }).stored()).metric('made_total')
        expect(series.increase).toBe(total - (totals[0] ?? 0))
      }),
    )
  })
})

describe('a reading', () => {
  it('that is no number is none', () => {
    const log = logged(memory, [1, Number.NaN, Number.POSITIVE_INFINITY, 2])
    expect(log.stored().series[0]?.points).toEqual([
      [0, 1],
      [3000, 2],
    ])
  })

  it('of what held before the run is left out', () => {
    const log = new ResourceLog({ every: 1000 })
    for (const at of [-500, 0, 1000]) log.add({ ...cpu, value: 1 }, at)
    expect(log.stored().series[0]?.points).toEqual([[1000, 1]])
  })

  it('belongs to the series of its labels, in whatever order they come', () => {
    const log = new ResourceLog({ every: 1000 })
    log.add({ ...memory, labels: { a: '1', b: '2' } }, 0)
    log.add({ ...memory, labels: { b: '2', a: '1' } }, 1000)
    log.add({ ...memory, labels: { a: '1', b: '3' } }, 1000)
    expect(log.stored().series.map(({ points }) => points.length)).toEqual([2, 1])
  })
})

it('keeps no more series and marks than it may, and says so', () => {
  const log = new ResourceLog({ every: 1000, limits })
  for (let queue = 0; queue < 10; queue += 1) log.add({ ...memory, labels: { queue: `${queue}` } }, 0)
  for (let event = 0; event < 10; event += 1) log.mark('server', `event ${event}`, 1000)
  expect(log.stored().series).toHaveLength(4)
  expect(log.stored().marks.map(({ message }) => message)).toEqual([
    'more than 4 series: further ones are left out; name those that matter in `watch`',
    'event 0',
    'event 1',
  ])
})

it('lets a mark last', () => {
  const log = new ResourceLog({ every: 1000 })
  const place = log.mark('metrics', 'no answer', 1000) as number
  log.extend(place, 3000)
  expect(log.stored().marks).toEqual([{ at: 1000, until: 3000, source: 'metrics', message: 'no answer' }])
})
