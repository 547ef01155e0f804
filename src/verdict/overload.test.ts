import { describe, expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { judgeOverload } from './overload.ts'

interface Second {
  readonly succeeded: number
  readonly refused?: number
  /** Milliseconds until a refusal. */
  readonly refusal?: number
  readonly timedOut?: number
  readonly dropped?: number
}

/** Ten seconds with room for all, and ten that are told. */
function run(overload: Second, given: { busy?: true } = {}): LoadResult {
  const stages = [{ name: '', start: 0, end: 20_000 }]
  const recorder = new LoggingRecorder({ stages })
  for (let second = 0; second < 20; second += 1) {
    const { succeeded, refused = 0, refusal = 2, timedOut = 0, dropped = 0 } = second < 10 ? { succeeded: 100 } : overload
    const scope = recorder.scope('shop', second * 1000)
    const end = second * 1000 + 500
    for (let count = 0; count < succeeded; count += 1) {
      scope.iterationStarted(end)
      scope.request(sample({ end }))
    }
    for (let count = 0; count < refused; count += 1) {
      scope.request(
        sample({ end, latency: refusal, outcome: 'failed', failure: { category: 'http-5xx', message: 'full', detail: '' } }),
      )
    }
    for (let count = 0; count < timedOut; count += 1) {
      scope.request(
        sample({ end, latency: 5000, outcome: 'failed', failure: { category: 'timeout', message: 'late', detail: '' } }),
      )
    }
    for (let count = 0; count < dropped; count += 1) scope.iterationDropped(end)
    if (given.busy === true) recorder.health.loopDelay(end, 500)
  }
  return createResult(facts({ name: 'a shop', duration: 20_000, stages }), recorder.finish(20_000))
}

function told(result: LoadResult): string {
  const { state, message } = judgeOverload(result, { keeps: 0.7, refusal: 1000 })
  return `${state}: ${message}`
}

describe('under overload', () => {
  it.each<[string, Second, string]>([
    [
      'does what it can, and refuses the rest',
      { succeeded: 90, refused: 200 },
      'pass: a shop: throughput stayed at 90 % of its best, 100/s, and refusals came quickly, expected at least 70 % of its best throughput, refusals within 1 s, and nothing that hangs (3,900 requests, 2,000 failed, p95 of the refusals 2 ms)',
    ],
    ['collapses', { succeeded: 20, refused: 200 }, 'fail: a shop: throughput fell to 20 % of its best, 20/s at 00:10, expected'],
    ['refuses late', { succeeded: 100, refused: 50, refusal: 3000 }, 'fail: a shop: p95 of the refusals was 3 s, expected'],
    ['lets some hang', { succeeded: 100, refused: 50, timedOut: 2 }, 'fail: a shop: 20 requests hung, expected'],
    ['leaves the generator without users', { succeeded: 100, refused: 5, dropped: 3 }, '30 of 2,030 iterations were dropped'],
  ])('a target that %s', (_, overload, verdict) => {
    expect(told(run(overload))).toContain(verdict)
  })

  it('that was none is inconclusive', () => {
    expect(told(run({ succeeded: 100 }))).toBe(
      'inconclusive: a shop: there is no degradation under overload to judge, because no request was refused, so it was never overloaded; raise the load above what the target can do',
    )
  })

  it('an unfit generator proves nothing', () => {
    expect(told(run({ succeeded: 90, refused: 10 }, { busy: true }))).toMatch(/^inconclusive: .*the generator itself was late/)
  })

  it('nothing is told without requests', () => {
    expect(told(createResult(facts(), new LoggingRecorder({ stages: [{ name: '', start: 0, end: 1 }] }).finish(0)))).toMatch(
      /^inconclusive: .*no request was measured/,
    )
  })
})
