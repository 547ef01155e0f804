import { describe, expect, it } from 'vitest'
import type { GeneratorHealth } from '../metrics/generator-health.ts'
import { blameGenerator } from './fitness.ts'
import { fakeMeasurement, fakeSummary, repeat } from './measurement.fixture.ts'

const noCpu = { machine: undefined, steal: undefined, throttled: undefined }

/** `late` of a hundred moments were `delay` ms late. */
function delays(late: number, delay: number): ReturnType<typeof fakeSummary> {
  return fakeSummary([...repeat(0, 100 - late), ...repeat(delay, late)])
}

function blame(health: Partial<GeneratorHealth>, latency = 20): string | undefined {
  return blameGenerator(fakeMeasurement({ health, latency: repeat(latency, 10) }))
}

const HELP = ': use less load, or a faster or less busy machine'

describe('a generator', () => {
  it.each<[string, Partial<GeneratorHealth>, string]>([
    ['was busy nearly all the time', { busy: 0.95 }, `the generator itself was busy 95 % of the time${HELP}`],
    [
      'started iterations late',
      { scheduleLag: delays(6, 11) },
      `the generator started iterations late (p95 of the schedule lag 11 ms)${HELP}`,
    ],
    [
      'was late at what was due',
      { loopDelay: delays(6, 11) },
      `the generator itself was late (p95 of the event loop delay 11 ms)${HELP}`,
    ],
    ['let think times run late', { thinkTimeLate: 0.02 }, `the generator let think times run late by 2 % of the cycle${HELP}`],
    [
      'had to share its CPU',
      { cpu: { ...noCpu, steal: 0.2 } },
      "other machines took 20 % of this one's CPU: use one that shares none",
    ],
    [
      'was stopped by a limit',
      { cpu: { ...noCpu, throttled: 0.1 } },
      'the CPU limit of this container stopped the generator 10 % of the time: raise it',
    ],
  ])('is unfit that %s', (_, health, message) => {
    expect(blame(health)).toBe(message)
  })

  it.each<[string, Partial<GeneratorHealth>]>([
    ['nobody watched', {}],
    ['had room', { busy: 0.9, thinkTimeLate: 0.01, cpu: { ...noCpu, steal: 0.1, throttled: 0.05, machine: 1 } }],
    ['was late for a moment', { loopDelay: delays(5, 500), scheduleLag: delays(5, 500) }],
    ['was a little late all the time', { loopDelay: delays(100, 10), scheduleLag: delays(100, 10) }],
  ])('is fit that %s', (_, health) => {
    expect(blame(health)).toBeUndefined()
  })

  it('may be busy for a moment: a burst says nothing of what follows', () => {
    expect(blameGenerator({ ...fakeMeasurement({ health: { busy: 1 } }), duration: 999 })).toBeUndefined()
    expect(blameGenerator({ ...fakeMeasurement({ health: { busy: 1 } }), duration: 1000 })).toBeDefined()
  })

  it('may be as late as matters little beside the latency', () => {
    expect(blame({ loopDelay: delays(50, 100) }, 82_000)).toBeUndefined()
    expect(blame({ loopDelay: delays(50, 100) }, 900)).toBeDefined()
  })
})
