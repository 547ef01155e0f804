import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'vitest'
import { constantRate } from 'vitest-load'
import { progressOf } from '../../../dist/run/progress.js'
import { Histogram } from '../../../dist/stats/histogram.js'
import { currentRunContext } from '../../../dist/vitest/run-context.js'

const ENDPOINTS = 20
const REQUESTS_EACH = 250
/** Milliseconds between two, in place of a second: a hundred times the cost stands out of what else a thread does. */
const EVERY = 10
const TOLD = 1000
const ROUNDS = 5

const plan = {
  name: 'a load',
  model: 'open' as const,
  profile: constantRate('5000/s', '10m'),
  parts: [{ stages: [{ name: 'peak', start: 0, end: 600_000 }], planned: 600_000 } as never] as const,
}

test('what telling how far a load is costs its thread', async () => {
  const { progress } = currentRunContext()
  const log = { counts: { requests: 5_000_000, failed: 10 }, latest: busySecond() }
  const tell = (index: number): void => progress(progressOf(plan as never, log as never, index * 1000, 50))
  const costs: number[] = []
  await cpuOf(tell)
  for (let round = 0; round < ROUNDS; round += 1) {
    const idle = await cpuOf(() => {})
    costs.push((await cpuOf(tell)) - idle)
  }
  writeFileSync(process.env.FIGURES ?? '/dev/stdout', JSON.stringify(costs))
})

/** Microseconds of this thread's CPU for each time that it tells. */
async function cpuOf(tell: (index: number) => void): Promise<number> {
  const before = process.threadCpuUsage()
  for (let index = 0; index < TOLD; index += 1) {
    tell(index)
    await sleep(EVERY)
  }
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / TOLD
}

/** An interval of 5,000 requests. */
function busySecond() {
  const requests = Array.from({ length: ENDPOINTS }, (_, endpoint) => {
    const histogram = new Histogram()
    for (let index = 0; index < REQUESTS_EACH; index += 1) histogram.record(1 + ((index * 7919 + endpoint * 104_729) % 9973) / 50)
    return {
      scenario: 'browse',
      endpoint: `GET /endpoint/${endpoint}`,
      stage: 'peak',
      succeeded: REQUESTS_EACH,
      failed: 0,
      latency: histogram.close(),
      errors: [],
    }
  })
  return { start: 0, end: 1000, vus: 50, requests }
}
