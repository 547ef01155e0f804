import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LoadResult } from '../metrics/result.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import type { Profile } from '../profile/profile.ts'
import { runLoad } from './load.ts'
import { recordingContext } from './run-context.fixture.ts'

/** Milliseconds, after the first request and from there. */
const CALM = 700
const STALL = 800
/** Milliseconds by which this process may be late: client and server share its loop. */
const HELD_UP = 30

describe('a server that answers nobody for 800 ms', { timeout: 120_000 }, () => {
  it('shows in everything that was due at an arrival rate meanwhile, by the rest of that time', async () => {
    await loadCalmly(constantRate('100/s', '2s'), ({ latency }) => {
      // 80 are due in the stall. Those due in its last 50 ms may be as fast as others on a busy machine.
      expect(latency.countAbove(50)).toBeGreaterThan(60)
      expect(latency.countAbove(50)).toBeLessThan(100)
      // Evenly from its length down to 0.
      for (const share of [0.25, 0.5, 0.75]) {
        const above = latency.countAbove(STALL * share)
        expect(above).toBeGreaterThan(80 * (1 - share) - 20)
        expect(above).toBeLessThan(80 * (1 - share) + 20)
      }
      expect(latency.p50).toBeLessThan(100)
      expect(latency.p95).toBeGreaterThan(STALL / 2)
    })
  })

  it('is one slow request for each of the users who wait for their answers', async () => {
    await loadCalmly(constantVus(5, '2s'), ({ latency }) => {
      expect(latency.countAbove(STALL * 0.8)).toBe(5)
      expect(latency.p99).toBeLessThan(STALL / 2)
    })
  })
})

/** Loads and judges again where this machine was held up itself, for a stall of its own is counted too. */
async function loadCalmly(profile: Profile, judge: (result: LoadResult) => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const result = await loadStalled(profile)
    try {
      judge(result)
      return
    } catch (error) {
      if (tries === 20 || (result.health.loopDelay.max ?? 0) <= HELD_UP) throw error
    }
  }
}

async function loadStalled(profile: Profile): Promise<LoadResult> {
  let stallBegins = Number.POSITIVE_INFINITY
  const server = createServer((_, response) => {
    const now = performance.now()
    if (stallBegins === Number.POSITIVE_INFINITY) stallBegins = now + CALM
    const left = stallBegins + STALL - now
    if (now < stallBegins || left <= 0) response.end('ok')
    else setTimeout(() => response.end('ok'), left)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return await runLoad('GET /', profile, { baseUrl }, recordingContext())
}
