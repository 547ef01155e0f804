import { formatDuration, formatShare, formatSize } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { changeOf } from '../stats/change.ts'
import { LEAST_TIME, type LeakTest, testLeak } from '../stats/leak.ts'
import type { Series } from '../stats/series.ts'
import { decide, inconclusive } from './decide.ts'
import type { Figure } from './figure.ts'
import { missingSamples, type ResourceOwner, readingsOf } from './resource-owner.ts'
import { plural } from './sentence.ts'
import type { Verdict } from './verdict.ts'

/** The share of the time that the first and the last bucket take. */
const BUCKET = 0.1

/** By what share the memory of the last tenth of the time was above that of the first tenth, by their medians. */
export function memoryGrowth(measurement: Measurement, owner: ResourceOwner): Figure {
  const series = measurement.resources[owner].memory
  const name = `memory growth of the ${owner}`
  const readings = readingsOf(series)
  const time = timeOf(readings)
  const change = time < LEAST_TIME * 0.95 ? undefined : changeOf(readings, time * BUCKET)
  if (change?.share === undefined) return missingSamples(measurement, name, owner, series)
  return {
    kind: 'known',
    measurement,
    name,
    value: change.share,
    better: 'lower',
    flatters: true,
    show: formatShare,
    notes: [`from ${formatSize(change.first)} to ${formatSize(change.last)}`, plural(readings.length, 'sample')],
  }
}

/** The memory does not grow steadily after the warm-up. */
export function judgeStableMemory(measurement: Measurement, owner: ResourceOwner): Verdict {
  const series = measurement.resources[owner].memory
  const readings = readingsOf(series)
  const test = testLeak(readings)
  const name = `memory of the ${owner}`
  if (test.kind === 'no-data') return inconclusive(missingSamples(measurement, name, owner, series).message)
  const statement = `${name} ${describeTest(test)}`
  return decide({
    measurements: [measurement],
    holds: test.kind === 'stable',
    claim: 'exact',
    // A generator that did less than it should lets memory grow less, not more.
    oppositeClaim: 'seen',
    statement,
    expected: 'no steady growth',
    opposite: 'steady growth',
    notes: [`${plural(readings.length, 'sample')} in ${formatDuration(timeOf(readings))}`, 'the first fifth is warm-up'],
    received: statement,
  })
}

function describeTest(test: Exclude<LeakTest, { kind: 'no-data' }>): string {
  if (test.kind === 'leak') {
    const { from, to, slope, time } = test
    const size = `from ${formatSize(from)} to ${formatSize(to)} in ${formatDuration(time)}`
    return `grew steadily ${size}, ${formatSize(slope * 60)} a minute`
  }
  switch (test.because) {
    case 'no growth':
      return 'did not surely grow'
    case 'little growth':
      return 'grew by less than 2 %'
    case 'step':
      return 'grew in one step'
    case 'plateau':
      return 'grew to a plateau'
  }
}

function timeOf(readings: Series): number {
  return (readings.at(-1)?.at ?? 0) - (readings[0]?.at ?? 0)
}
