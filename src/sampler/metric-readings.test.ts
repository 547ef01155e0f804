import { describe, expect, it } from 'vitest'
import { MetricReadings } from './metric-readings.ts'
import type { ProbeReading } from './probe.ts'
import { parseMetrics } from './prometheus-parser.ts'

/** What several scrapes, one after another, read in the end. */
function scraped(...texts: readonly string[]): { readings: readonly ProbeReading[]; events: readonly string[] } {
  const metrics = new MetricReadings()
  const all = texts.map((text) => metrics.read(parseMetrics(text)))
  return { readings: all.at(-1)?.readings ?? [], events: all.at(-1)?.events ?? [] }
}

const counter = (value: number): string => `# TYPE made_total counter\nmade_total ${value}\n`
const valuesOf = (readings: readonly ProbeReading[], name: string): number[] =>
  readings.filter((reading) => reading.name === name).map(({ value }) => value)

describe('a counter', () => {
  it('goes on where it began anew', () => {
    const { readings, events } = scraped(counter(10), counter(15), counter(3))
    expect(valuesOf(readings, 'made_total')).toEqual([18])
    expect(events).toEqual(["1 of the server's counters began anew, as after a restart"])
    expect(valuesOf(scraped(counter(10), counter(15), counter(3), counter(9)).readings, 'made_total')).toEqual([24])
  })

  it('is new where an earlier scrape did not have it', () => {
    expect(scraped(counter(10)).readings[0]).toMatchObject({ kind: 'counter', isNew: false })
    expect(scraped('other 1\n', counter(10)).readings[0]).toMatchObject({ isNew: true })
    expect(scraped('other 1\n', counter(10), counter(11)).readings[0]).toMatchObject({ isNew: false })
  })

  it('is told by its name where it has no type', () => {
    expect(scraped('made_total 1\nsize 2\n').readings.map(({ name, kind }) => [name, kind])).toEqual([
      ['made_total', 'counter'],
      ['size', 'gauge'],
    ])
  })

  it('has no moment of creation among its figures', () => {
    expect(scraped('# TYPE made counter\nmade_total 1\nmade_created 1.7e9\n# EOF\n').readings).toHaveLength(1)
  })
})

describe('a histogram', () => {
  const histogram = (path: string, ...counts: readonly [number, number, number]): string =>
    ['0.1', '1', '+Inf'].map((le, index) => `wait_seconds_bucket{path="${path}",le="${le}"} ${counts[index]}\n`).join('') +
    `wait_seconds_sum{path="${path}"} ${counts[2] / 10}\nwait_seconds_count{path="${path}"} ${counts[2]}\n`
  const type = '# TYPE wait_seconds histogram\n'
  const quantiles = (readings: readonly ProbeReading[]) =>
    readings
      .filter(({ name }) => name === 'wait_seconds')
      .map(({ labels, value }) => [labels?.path, labels?.quantile, Number(value.toFixed(4))])

  it('has the quantiles of what came since the scrape before', () => {
    const { readings } = scraped(type + histogram('/', 1000, 1000, 1000), type + histogram('/', 1000, 1100, 1100))
    expect(quantiles(readings)).toEqual([
      ['/', '0.5', 0.55],
      ['/', '0.95', 0.955],
      ['/', '0.99', 0.991],
    ])
    expect(readings.find(({ name }) => name === 'wait_seconds')).toMatchObject({ kind: 'span', unit: 's' })
  })

  it('has those of all labels together, too', () => {
    const { readings } = scraped(
      type + histogram('/a', 0, 0, 0) + histogram('/b', 0, 0, 0),
      type + histogram('/a', 100, 100, 100) + histogram('/b', 0, 100, 100),
    )
    expect(quantiles(readings).filter(([, quantile]) => quantile === '0.5')).toEqual([
      [undefined, '0.5', 0.1],
      ['/a', '0.5', 0.05],
      ['/b', '0.5', 0.55],
    ])
  })

  it('has none where nothing came, and at the first scrape', () => {
    expect(quantiles(scraped(type + histogram('/', 1, 2, 3)).readings)).toEqual([])
    expect(quantiles(scraped(type + histogram('/', 1, 2, 3), type + histogram('/', 1, 2, 3)).readings)).toEqual([])
  })

  it('counts all that is in it where it is new, or began anew', () => {
    expect(quantiles(scraped('other 1\n', type + histogram('/', 100, 100, 100)).readings)[0]).toEqual(['/', '0.5', 0.05])
    const restarted = scraped(type + histogram('/', 500, 900, 900), type + histogram('/', 100, 100, 100))
    expect(quantiles(restarted.readings)[0]).toEqual(['/', '0.5', 0.05])
  })

  it('has its number and its sum as counters', () => {
    const { readings } = scraped(type + histogram('/', 1, 2, 30))
    expect(valuesOf(readings, 'wait_seconds_count')).toEqual([30])
    expect(readings.find(({ name }) => name === 'wait_seconds_sum')).toMatchObject({ kind: 'counter', unit: 's', value: 3 })
  })
})

it('reads a summary as the quantiles that the server tells', () => {
  const { readings } = scraped('# TYPE wait_seconds summary\nwait_seconds{quantile="0.95"} 3\nwait_seconds_count 7\n')
  expect(readings.map(({ name, kind, labels }) => [name, kind, labels])).toEqual([
    ['wait_seconds', 'gauge', { quantile: '0.95' }],
    ['wait_seconds_count', 'counter', {}],
  ])
})
