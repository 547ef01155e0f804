import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { latencyPercentile, maxLatency, meanLatency } from './latency.ts'
import { fakeMeasurement, fakeSummary, repeat, series } from './measurement.fixture.ts'
import { surelySlower } from './own-delay.ts'
import { ttfbPercentile } from './ttfb.ts'

const below = (value: number) => ({ kind: 'below', value }) as const

describe('the share that was surely slower', () => {
  it('is never more than what was slower without the delays', () => {
    const time = fc.integer({ min: 0, max: 1000 })
    const one = fc.record({ own: time, lag: time, delay: time })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 60 }), time, (requests, limit) => {
        const latency = fakeSummary(requests.map(({ own, lag, delay }) => own + lag + delay))
        const own = {
          scheduleLag: fakeSummary(requests.map(({ lag }) => lag)),
          loopDelay: fakeSummary(requests.map(({ delay }) => delay)),
        }
        const share = surelySlower((above) => latency.countAbove(above) / latency.count, own, limit)
        const slower = requests.filter((request) => request.own > limit).length
        expect(share * requests.length).toBeLessThanOrEqual(slower + 1e-9)
      }),
    )
  })

  it('is all that was measured where nothing was late', () => {
    const latency = fakeSummary(series(100))
    expect(surelySlower((above) => latency.countAbove(above) / 100, { loopDelay: fakeSummary(repeat(0, 10)) }, 90)).toBeCloseTo(
      0.1,
    )
    expect(surelySlower((above) => latency.countAbove(above) / 100, {}, 90)).toBeCloseTo(0.1)
  })
})

describe('a limit that was missed', () => {
  const late = { loopDelay: fakeSummary([...repeat(0, 80), ...repeat(100, 20)]), scheduleLag: fakeSummary([]) }
  const latency = [...repeat(50, 80), ...repeat(150, 20)]

  it('by no more than the generator was late itself is inconclusive', () => {
    const verdict = judge(latencyPercentile(fakeMeasurement({ latency, health: late }), 95), below(120))
    expect(verdict.state).toBe('inconclusive')
    expect(verdict.negated.state).toBe('inconclusive')
    expect(verdict.message).toContain(
      "inconclusive, because the generator's own delay could have made the difference (p95 of the event loop delay 100 ms): use less load",
    )
  })

  it('by more than that fails plainly', () => {
    expect(judge(latencyPercentile(fakeMeasurement({ latency: repeat(300, 100), health: late }), 95), below(120)).state).toBe(
      'fail',
    )
  })

  it('by more requests than were late fails plainly', () => {
    const slow = [...repeat(50, 50), ...repeat(150, 50)]
    expect(judge(latencyPercentile(fakeMeasurement({ latency: slow, health: late }), 75), below(120)).state).toBe('fail')
  })

  it.each([
    ['mean', (health: typeof late) => meanLatency(fakeMeasurement({ latency, health })), 60, 40],
    ['maximum', (health: typeof late) => maxLatency(fakeMeasurement({ latency, health })), 100, 40],
    ['time to first byte', (health: typeof late) => ttfbPercentile(fakeMeasurement({ latency, health }), 95), 120, 40],
  ] as const)('by the %s is excused only as far as the delays go', (_, figure, near, far) => {
    expect(judge(figure(late), below(near)).state).toBe('inconclusive')
    expect(judge(figure(late), below(far)).state).toBe('fail')
  })

  it('is met without an excuse', () => {
    expect(judge(latencyPercentile(fakeMeasurement({ latency, health: late }), 50), below(120)).state).toBe('pass')
  })
})
