import { expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { Pacer } from '../engine/pacer.ts'
import { watchNothing } from '../engine/unwatched.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import { isOpen, type Profile } from '../profile/profile.ts'
import { spike } from '../profile/spike.ts'
import { latestStop, plannedDuration, stagesOf } from '../profile/timeline.ts'
import { onlyTask } from '../scenario/tasks.ts'
import { createLoop } from './create-loop.ts'
import { parseLoadOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { Part, Plan } from './plan.ts'
import { recordingContext } from './run-context.fixture.ts'

// Two minutes, one, and two: what begins in the spike ends when it has long been over.
const SERVICE_TIME = 82_000
const times = { baseDuration: '2m', peakDuration: '1m', recoveryDuration: '2m', gracefulStop: '5m' } as const
const grace = 300_000

it('of users has all iterations that began in it, and none of them is in the recovery', async () => {
  const result = await rehearse(spike({ base: 2, peak: 20, ...times }))

  // Two users begin at 0, 82, 164 (in the spike) and 246 s; eighteen come at 120 s, and leave when they are done.
  expect(countsOf(result)).toEqual({ base: 4, spike: 20, recovery: 2 })
  expect(result.between('202s', '203s').requests.succeeded).toBe(18)
  expect(result.stage('spike').latency).toMatchObject({ count: 20, min: SERVICE_TIME, max: SERVICE_TIME })
})

it('of arrivals has all iterations that were due in it, and none of them is in the recovery', async () => {
  const result = await rehearse(spike({ base: '0.1/s', peak: '1/s', ...times }))

  expect(countsOf(result)).toEqual({ base: 12, spike: 60, recovery: 12 })
  expect(result.iterations.dropped).toBe(0)
  // The last of them ends 82 s after it.
  expect(result.stage('spike').throughput.mean).toBe(0)
  expect(result.stage('spike').latency).toMatchObject({ count: 60, min: SERVICE_TIME, max: SERVICE_TIME })
})

function countsOf(result: LoadResult): Record<string, number> {
  return Object.fromEntries(result.stages.map((name) => [name, result.stage(name).requests.succeeded]))
}

/** A run of a profile whose every iteration takes 82 s. */
async function rehearse(profile: Profile): Promise<LoadResult> {
  const clock = new FakeClock()
  const client = { requests: 0, settled: 0, transportErrors: 0, http: {}, begin() {}, close: async () => {} }
  const part: Part = {
    script: {
      kind: 'function',
      name: 'generate',
      start: undefined,
      tasks: onlyTask('generate', () => clock.sleep(SERVICE_TIME)),
      stop: undefined,
      thinkTime: undefined,
      pacing: undefined,
      cookies: false,
      session: 'user',
      data: undefined,
      rowPer: 'session',
    },
    profile,
    stages: stagesOf(profile),
    planned: plannedDuration(profile),
    latestEnd: latestStop(profile) + grace,
    createLoop(session) {
      // One that spins would wait for a clock that stands still.
      const pacer = new Pacer({ time: session.time, maySpin: false })
      return createLoop(profile, { warmUp: 0, gracefulStop: grace }, { ...session, pacer })
    },
  }
  const plan: Plan = {
    name: 'a spike',
    model: isOpen(profile) ? 'open' : 'closed',
    profile,
    parts: [part],
    scale: 1,
    options: parseLoadOptions({ seed: 1 }),
    target: {
      defaults: {} as never,
      reachable: () => undefined,
      loadCookies: async () => {},
      createClient: () => client as never,
    },
    warnings: [],
  }
  const running = measure(plan, recordingContext(), { clock, watch: watchNothing })
  await clock.advance(latestStop(profile) + grace)
  return await running
}
