import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { growthOf, type LevelSecond } from './level-growth.ts'

/** Seconds with these latencies in milliseconds, and as many in flight as Little's law has of them. */
const secondsOf = (latencies: readonly number[], rate = 100): LevelSecond[] =>
  latencies.map((meanLatency, index) => ({
    end: (index + 1) * 1000,
    meanLatency,
    inFlight: Math.round((meanLatency / 1000) * rate),
  }))

const limits = { latency: 200, rate: 100 }

describe('the growth of a level', () => {
  it.each([
    ['a latency that climbs towards its limit', [60, 85, 110, 135, 160], 'latency'],
    ['one that climbs, far below it', [10, 12, 14, 16, 18], undefined],
    ['one that is the same all the time', [150, 150, 150, 150, 150], undefined],
    ['one that climbs and comes back', [60, 140, 160, 140, 60], undefined],
    ['one that falls', [160, 135, 110, 85, 60], undefined],
    ['one that climbs by no more than noise', [150, 152, 154, 156, 158], undefined],
    ['too few seconds to tell', [60, 160], undefined],
  ])('of %s', (_, latencies, growth) => {
    expect(growthOf(secondsOf(latencies), limits)).toBe(growth)
  })

  it('is that of iterations in flight, where those that ended were still fast', () => {
    const seconds = [5, 9, 13, 17, 21].map((inFlight, index) => ({ end: (index + 1) * 1000, meanLatency: 50, inFlight }))
    expect(growthOf(seconds, limits)).toBe('in-flight')
    expect(growthOf(seconds, { ...limits, rate: undefined })).toBeUndefined()
  })

  it('is none where one iteration more is under way', () => {
    const seconds = [0, 1, 1, 1, 2].map((inFlight, index) => ({ end: (index + 1) * 1000, meanLatency: 50, inFlight }))
    expect(growthOf(seconds, { latency: 200, rate: 10 })).toBeUndefined()
  })

  it('is twice what it was at first, where no latency is limited', () => {
    expect(growthOf(secondsOf([60, 85, 110, 135, 160]), { latency: undefined, rate: 100 })).toBe('latency')
    expect(growthOf(secondsOf([60, 62, 65, 67, 69]), { latency: undefined, rate: 100 })).toBeUndefined()
  })

  it('is not that of a minute in which a queue wanders', () => {
    const random = createRandom(1)
    const wandering = Array.from({ length: 60 }, () => 120 + random.next() * 60)
    expect(growthOf(secondsOf(wandering), limits)).toBeUndefined()
  })
})
