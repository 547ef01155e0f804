import { describe, expect, it } from 'vitest'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { warningsOfHealth } from './health-warnings.ts'

function warnings(record: (recorder: LoggingRecorder) => void): ReturnType<typeof warningsOfHealth> {
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
  record(recorder)
  return warningsOfHealth(recorder.finish(10_000), 10_000)
}

/** The generator's loop was busy for so many milliseconds of a run of 10 s. */
function busy(milliseconds: number): (recorder: LoggingRecorder) => void {
  const cpu = { total: 0, busy: 0, steal: 0 }
  return ({ health }) => health.usage({ start: 0, end: 10_000, busy: milliseconds, cpu, throttled: 0 })
}

const drop = (recorder: LoggingRecorder): void => {
  const scope = recorder.scope('s', 0)
  for (let n = 0; n < 4800; n += 1) scope.iterationStarted(n)
  for (let n = 0; n < 1200; n += 1) scope.iterationDropped(n)
}

const unfit = {
  code: 'generator-unfit',
  message:
    'The generator itself was busy 99 % of the time: use less load, or a faster or less busy machine. Latency and throughput may be its own',
}

describe('the generator’s health', () => {
  it('is no warning where it was fit', () => {
    expect(warnings(busy(5000))).toEqual([])
    expect(warnings(() => {})).toEqual([])
  })

  it('warns of a generator that was the bottleneck', () => {
    expect(warnings(busy(9900))).toEqual([unfit])
  })

  it('is not that of the time after the end', () => {
    const cpu = { total: 0, busy: 0, steal: 0 }
    expect(warnings(({ health }) => health.usage({ start: 10_000, end: 12_000, busy: 2000, cpu, throttled: 0 }))).toEqual([])
  })

  it('warns of dropped iterations, and says whose they are', () => {
    expect(warnings(drop)).toEqual([
      {
        code: 'iterations-dropped',
        message:
          '1,200 of 6,000 iterations were dropped, because no user was free: see why the target is slow, or raise `maxVus`',
      },
    ])
    const both = (recorder: LoggingRecorder): void => {
      busy(9900)(recorder)
      drop(recorder)
    }
    expect(warnings(both)[1]?.message).toBe(
      '1,200 of 6,000 iterations were dropped, because no user was free: give the generator more room first',
    )
  })
})
