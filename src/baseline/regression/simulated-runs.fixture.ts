import type { Random } from '../../core/random.ts'
import type { Interval, RequestSeries } from '../../metrics/interval.ts'
import type { IntervalHealth } from '../../metrics/interval-health.ts'
import { createResult } from '../../metrics/load-result.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { facts } from '../../metrics/samples.fixture.ts'
import type { RunFacts } from '../../metrics/stored-result.ts'
import type { TargetComparison } from '../../metrics/target-comparison.ts'
import { Histogram } from '../../stats/histogram.ts'
import { normal } from '../../stats/simulated-series.fixture.ts'

export interface SimulatedRun {
  readonly random: Random
  /** @default 120 */
  readonly seconds?: number
  /** Requests of each endpoint. @default 100 */
  readonly perSecond?: number
  /** @default GET / */
  readonly endpoints?: readonly string[]
  /** By which all latencies are multiplied. @default 1 */
  readonly factor?: number
  /** One endpoint that is slower by a factor of its own. @default none */
  readonly slower?: { readonly endpoint: string; readonly factor: number }
  /** By which they are in a second, as on a machine that slows down. @default 1 */
  readonly factorAt?: (second: number) => number
  /** Standard deviation between runs, as a share. @default 0 */
  readonly deviation?: number
  /** Noise from second to second: AR(1) of 0.8 with innovations of 3 %, and bursts of 1.5 times the latency in 2 % of the seconds. @default true */
  readonly isNoisy?: boolean
  /** Seconds of two servers in turn in which all latencies are tripled. @default none */
  readonly disturbed?: { readonly of: 'both' | 'candidate'; readonly seconds: readonly number[] }
  /** Share of the requests that fail. @default 0 */
  readonly failing?: number
  /** Share of the time in which the generator was. @default nobody watched it */
  readonly busy?: number
  readonly facts?: Partial<RunFacts>
}

/** The median of the latencies, in milliseconds, and how widely they are spread: a lognormal distribution. */
const MEDIAN = 50
const SPREAD = 0.3

/** A run that nobody measured, of which the truth is known. */
export function simulateRun(given: SimulatedRun): LoadResult {
  const { random, seconds = 120, factor = 1, deviation = 0 } = given
  const level = Math.log(MEDIAN * factor) + deviation * normal(random)
  const course = simulateCourse(given, seconds)
  return resultOf(
    given,
    course.map((noise) => level + noise),
  )
}

/** Two servers in turn on one machine, 40 blocks of 3 s, of which the first second is dropped; `factor` is the candidate's. */
export function simulateComparison(given: SimulatedRun): TargetComparison {
  const { factor = 1, disturbed } = given
  const course = simulateCourse(given, BLOCKS * BLOCK).map((noise, second) => {
    const isDisturbed = disturbed?.seconds.includes(second) && (disturbed.of === 'both' || !isBase(Math.floor(second / BLOCK)))
    return isDisturbed ? noise + Math.log(3) : noise
  })
  const side = (isOwn: (block: number) => boolean, level: number): LoadResult =>
    resultOf(
      given,
      course
        .filter((_, second) => isOwn(Math.floor(second / BLOCK)) && second % BLOCK > 0)
        .map((noise) => Math.log(MEDIAN * level) + noise),
    )
  const base = side(isBase, 1)
  const candidate = side((block) => !isBase(block), factor)
  return { name: 'a comparison', base, candidate, pairs: BLOCKS / 2, block: (BLOCK - 1) * 1000 }
}

function isBase(block: number): boolean {
  return block % 4 === 0 || block % 4 === 3
}

const BLOCKS = 40
const BLOCK = 3

/** How the machine does from second to second, as logarithms. */
function simulateCourse({ random, factorAt = () => 1, isNoisy = true }: SimulatedRun, seconds: number): readonly number[] {
  let noise = isNoisy ? (0.03 / Math.sqrt(1 - 0.8 ** 2)) * normal(random) : 0
  return Array.from({ length: seconds }, (_, second) => {
    if (isNoisy) noise = 0.8 * noise + 0.03 * normal(random)
    const burst = isNoisy && random.next() < 0.02 ? Math.log(1.5) : 0
    return noise + burst + Math.log(factorAt(second))
  })
}

function resultOf(given: SimulatedRun, centers: readonly number[]): LoadResult {
  const { endpoints = ['GET /'], slower } = given
  const intervals = centers.map((center, second): Interval => {
    const requests = endpoints.map((endpoint) => {
      return simulateSecond(given, endpoint, endpoint === slower?.endpoint ? center + Math.log(slower.factor) : center)
    })
    return { start: second * 1000, end: second * 1000 + 1000, vus: 1, requests, iterations: [], health: healthOf(given) }
  })
  const duration = centers.length * 1000
  const stages = [{ name: '', start: 0, end: duration }]
  return createResult(facts({ duration, stages, profile: { kind: 'constant-vus', vus: 1, duration }, ...given.facts }), intervals)
}

function healthOf({ busy }: SimulatedRun): IntervalHealth | undefined {
  if (busy === undefined) return undefined
  const idle = { gc: { count: 0, total: 0, longest: 0 }, cpu: { total: 0, busy: 0, steal: 0 }, throttled: 0 }
  return { observed: 1000, busy: busy * 1000, loopDelay: undefined, ...idle }
}

function simulateSecond({ random, perSecond = 100, failing = 0 }: SimulatedRun, endpoint: string, center: number): RequestSeries {
  const latency = new Histogram()
  let failed = 0
  for (let request = 0; request < perSecond; request += 1) {
    if (failing > 0 && random.next() < failing) failed += 1
    else latency.record(Math.exp(center + SPREAD * normal(random)))
  }
  const nothing = {
    failedLatency: undefined,
    interruptedAge: undefined,
    serviceTime: undefined,
    ttfb: undefined,
    connect: undefined,
  }
  return {
    ...{ scenario: 's', endpoint, stage: '', succeeded: perSecond - failed, failed, interrupted: 0, sent: 0, received: 0 },
    ...nothing,
    latency: latency.close(),
    errors: [],
    perSecond: undefined,
  }
}
