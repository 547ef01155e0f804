import { describe, expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import { judgeRecovery } from './recovery.ts'

type Answer = number | 'refused' | 'none'

const DOWN: TimelineEvent = { name: 'down', at: 20_001, state: 'done', duration: 1 }
const UP: TimelineEvent = { name: 'up', at: 25_001, state: 'done', duration: 1 }
const refusal = { category: 'refused', message: 'no', detail: 'no' } as const

/** A minute at 100 requests a second: a latency, a refusal or nothing at all for each. */
function minute(answerAt: (moment: number) => Answer, given: { outcome?: LoadResult['outcome']; busy?: true } = {}): LoadResult {
  const stages = [{ name: '', start: 0, end: 60_000 }]
  const recorder = new LoggingRecorder({ stages, cuts: [20_000, 25_000] })
  for (let moment = 0; moment < 60_000; moment += 10) {
    const answer = answerAt(moment)
    if (answer === 'none') continue
    const failed = { latency: 1, outcome: 'failed', failure: refusal } as const
    const one = answer === 'refused' ? failed : { latency: answer }
    recorder.scope('shop', moment).request(sample({ ...one, end: moment }))
    if (given.busy === true) recorder.health.loopDelay(moment, 500)
  }
  const { outcome } = given
  const own = { name: 'a shop', duration: 60_000, stages, events: [DOWN, UP], ...(outcome !== undefined && { outcome }) }
  return createResult(facts(own), recorder.finish(60_000))
}

/** Down from 20 s, and back as it was at a moment. */
const backAt =
  (back: number) =>
  (moment: number): Answer =>
    moment < 20_000 || moment >= back ? 40 : 'refused'

function told(result: LoadResult, within: number, more: Partial<Parameters<typeof judgeRecovery>[1]> = {}): string {
  const { state, message } = judgeRecovery(result, { within, after: UP, fault: DOWN, noise: 10, ...more })
  return `${state}: ${message}`
}

describe('a recovery', () => {
  it.each<[number, number, string]>([
    [25_000, 1000, "pass: a shop, 25 s to 60 s: it recovered after 0 ms from 'down', counted from 'up', expected within 1 s"],
    [28_000, 5000, "pass: a shop, 28 s to 60 s: it recovered after 3 s from 'down', counted from 'up', expected within 5 s"],
    [31_000, 5000, "fail: a shop, 31 s to 60 s: it recovered after 6 s from 'down', counted from 'up', expected within 5 s"],
    [60_000, 5000, "fail: a shop, 25 s to 60 s: it did not recover from 'down', counted from 'up', expected within 5 s"],
  ])('that is there at %d ms, within %d ms', (back, within, verdict) => {
    expect(told(minute(backAt(back)), within)).toContain(verdict)
  })

  it('is told with what was there before, and what was wrong at last', () => {
    expect(told(minute(backAt(31_000)), 5000)).toMatch(
      /\(3,500 requests, 600 failed, at last errors 33\.33 % in 3 s, before: p95 40 ms, errors 0 %\)$/,
    )
  })

  it.each<[string, (moment: number) => Answer, string]>([
    ['latency stays higher by more than a fifth', (moment) => (moment < 25_000 ? 40 : 60), 'fail'],
    ['latency stays higher by less', (moment) => (moment < 25_000 ? 100 : 115), 'pass'],
    ['latency stays higher in the noise', (moment) => (moment < 25_000 ? 2 : 8), 'pass'],
    ['errors stay more by over a point', (moment) => (moment >= 25_000 && moment % 500 === 0 ? 'refused' : 40), 'fail'],
    ['errors stay more by half a point', (moment) => (moment >= 25_000 && moment % 2000 === 0 ? 'refused' : 40), 'pass'],
    ['nothing is answered any more', (moment) => (moment < 25_000 ? 40 : 'none'), 'fail'],
    ['it breaks again later', (moment) => (moment >= 50_000 && moment < 51_000 ? 'refused' : 40), 'fail'],
  ])('where %s', (_, answerAt, state) => {
    expect(told(minute(answerAt), 5000)).toMatch(new RegExp(`^${state}: `))
  })

  it.each([
    [2, 3, 'fail'],
    [100, 121, 'fail'],
    [100, 119, 'pass'],
  ])('without noise a p95 of %d ms may be %d ms afterwards: %s', (before, afterwards, state) => {
    const result = minute((moment) => (moment < 25_000 ? before : afterwards))
    expect(told(result, 5000, { noise: 0 })).toMatch(new RegExp(`^${state}: `))
  })

  it('warns of a base that is small', () => {
    const early = { ...DOWN, at: 1000 }
    expect(judgeRecovery(minute(backAt(25_000)), { within: 5000, after: UP, fault: early, noise: 10 }).warning).toBe(
      "the p95 before 'down' is of only 100 requests; 200 or more make it reliable",
    )
  })
})

describe('it is inconclusive', () => {
  const well = minute(() => 40)
  it.each<[string, () => string, string]>([
    [
      'where too little was measured afterwards',
      () => told(well, 33_000),
      'only 35 s were measured after it; let the load run for at least 36 s after it',
    ],
    [
      'where nothing succeeded before',
      () =>
        told(
          minute((moment) => (moment < 20_000 ? 'refused' : 40)),
          5000,
        ),
      "nothing succeeded before 'down'",
    ],
    [
      'where the event failed',
      () => told(well, 5000, { after: { ...UP, state: 'failed', error: 'no server' } as TimelineEvent }),
      'that event failed: no server',
    ],
    [
      'where the fault failed, so that there was none',
      () => told(well, 5000, { fault: { ...DOWN, state: 'failed', error: 'no proxy' } as TimelineEvent }),
      "'down' failed: no proxy; see to it that there is something to recover from",
    ],
    [
      'where there are too few requests to tell one window from another',
      () =>
        told(
          minute((moment) => (moment % 5000 === 0 ? 40 : 'none')),
          5000,
        ),
      "before 'down' there were 3 s in which no request ended, too; send more requests per second",
    ],
    [
      'where the fault came at once',
      () => told(well, 5000, { fault: { ...DOWN, at: 0 } }),
      "nothing succeeded before 'down'; let the load run for some seconds before it",
    ],
    [
      'where the event never ended',
      () => told(well, 5000, { after: { name: 'up', at: 25_000, state: 'unsettled' } }),
      'that event never ended',
    ],
    [
      'without requests',
      () =>
        told(
          minute(() => 'none'),
          5000,
        ),
      'no request was measured',
    ],
    [
      'where an aborted run would pass',
      () =>
        told(
          minute(() => 40, { outcome: { state: 'aborted', reason: 'cancelled', at: 60_000 } }),
          5000,
        ),
      'the run was aborted',
    ],
    [
      'where an unfit generator would pass',
      () =>
        told(
          minute(() => 40, { busy: true }),
          5000,
        ),
      'the generator itself was late',
    ],
    [
      'where an unfit generator may have made the difference',
      () =>
        told(
          minute((moment) => (moment < 25_000 ? 40 : 90), { busy: true }),
          5000,
        ),
      'the generator itself was late',
    ],
  ])('%s', (_, tell, because) => {
    expect(tell()).toMatch(/^inconclusive: /)
    expect(tell()).toContain(because)
  })
})
