import { availableParallelism } from 'node:os'
import { load } from 'vitest-load'
import { systemClock } from '../../src/core/clock.ts'
import { OpenLoop, type Worker } from '../../src/engine/open-loop.ts'
import { Pacer } from '../../src/engine/pacer.ts'
import { createRunTime } from '../../src/engine/run-time.ts'
import { arrivalTimes } from '../../src/profile/arrivals.ts'
import { constantRate } from '../../src/profile/constant-rate.ts'
import { describeHealth } from './describe-health.ts'
import { median } from './median.ts'

// How late iterations start on a core that has nothing else to do: they themselves take no time here. First by the loop alone, then as a
// run says it of itself.
const SECONDS = 4
/** Seconds at the beginning that are the compiler's. */
const COLD_SECONDS = 1
const ROUNDS = 3

console.log(`Node ${process.version}, ${availableParallelism()} cores\n`)
for (const rate of [1000, 5000]) {
  const rounds: Lags[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureLags(rate))
  const middle = (figure: keyof Lags): number => median(rounds.map((one) => one[figure]))
  console.log(`${rate.toLocaleString('en-US')} iterations/s, ${SECONDS} s each, median of ${ROUNDS} rounds:`)
  const [p50, p99, max] = [middle('p50'), middle('p99'), middle('max')].map((lag) => lag.toFixed(4))
  console.log(`  schedule lag: p50 ${p50} ms (limit 0.02), p99 ${p99} ms (limit 0.3), max ${max} ms`)
  console.log(`  spinning: ${(middle('spun') * 100).toFixed(1)} % of the time`)
  const result = await load(function nothing() {}, constantRate(rate, SECONDS * 1000), { warmUp: COLD_SECONDS * 1000 })
  const { p50: runP50, p99: runP99 } = result.health.scheduleLag
  console.log(`  as a run says it: p50 ${runP50?.toFixed(4)} ms, p99 ${runP99?.toFixed(4)} ms`)
  console.log(`  ${describeHealth(result)}\n`)
}

interface Lags {
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** The share of the time that the pacer spun. */
  readonly spun: number
}

async function measureLags(rate: number): Promise<Lags> {
  const time = createRunTime(systemClock)
  const pacer = new Pacer({ time })
  const lags = new Float64Array(rate * SECONDS)
  let measured = 0
  const idle: Worker = {
    hasLeft: false,
    open: async () => {},
    close: async () => {},
    interrupt() {},
    async iterateLate(due) {
      if (due < COLD_SECONDS * 1000) return true
      lags[measured] = time.now() - due
      measured += 1
      return true
    },
  }
  const profile = constantRate(rate, SECONDS * 1000)
  const loop = new OpenLoop({
    arrivals: arrivalTimes(profile, { seed: 1 }),
    vus: profile.vus,
    maxVus: profile.maxVus,
    end: SECONDS * 1000,
    gracefulStop: 0,
    time,
    pacer,
    signal: new AbortController().signal,
    enough: new AbortController().signal,
    createUser: () => ({ ...idle }),
    onVus() {},
    onDrop() {
      throw new Error('Expected iterations that take no time to keep nobody busy')
    },
    onLack() {
      throw new Error('Expected iterations that need no data to lack none')
    },
  })
  await loop.prepare()
  time.begin(0)
  await loop.run()
  if (measured !== rate * (SECONDS - COLD_SECONDS)) throw new Error(`Expected all iterations to start, got ${measured}`)
  const sorted = lags.subarray(0, measured).sort()
  const percentile = (share: number): number => sorted[Math.ceil(share * measured) - 1] ?? Number.NaN
  return { p50: percentile(0.5), p99: percentile(0.99), max: percentile(1), spun: pacer.spun / (SECONDS * 1000) }
}
