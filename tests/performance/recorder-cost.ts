import { createRandom } from '../../src/core/random.ts'
import { LoggingRecorder } from '../../src/metrics/logging-recorder.fixture.ts'
import type { RequestSample } from '../../src/metrics/sample.ts'

const stages = [{ name: '', start: 0, end: 1e9 }]
const SAMPLES = 2_000_000
const ENDPOINTS = 10

/** Nanoseconds that a recorder takes per sample of a request: three histograms and all counters, ten endpoints, 100,000 samples a second. */
export function nanosecondsPerSample(): number {
  const samples = samplesOf(ENDPOINTS, 20_000)
  const recorder = new LoggingRecorder({ stages })
  const scope = recorder.scope('bench', 0)
  const round = (offset: number, count: number): number => {
    const begin = process.hrtime.bigint()
    for (let i = 0; i < count; i += 1) {
      const sample = samples[i % samples.length] as { -readonly [K in keyof RequestSample]: RequestSample[K] }
      sample.end = offset + i / 100
      scope.request(sample)
    }
    return Number(process.hrtime.bigint() - begin) / count
  }
  round(0, SAMPLES)
  return Math.min(...[1, 2, 3].map((n) => round((n * SAMPLES) / 100, SAMPLES)))
}

/** The longest time in milliseconds that closing an interval of 200 endpoints, 100 samples each, holds the loop: median and maximum. */
export function closingStall(): { readonly median: number; readonly longest: number } {
  const endpoints = 200
  const samples = samplesOf(endpoints, endpoints * 100)
  const recorder = new LoggingRecorder({ stages })
  const scope = recorder.scope('bench', 0)
  const stalls: number[] = []
  for (let second = 0; second < 12; second += 1) {
    for (const sample of samples) scope.request({ ...sample, end: second * 1000 + 500 })
    let step = performance.now()
    let longest = 0
    for (const _ of recorder.tidy((second + 1) * 1000)) {
      const now = performance.now()
      longest = Math.max(longest, now - step)
      step = now
    }
    // The first seconds are the compiler's.
    if (second > 2) stalls.push(longest)
  }
  stalls.sort((a, b) => a - b)
  return { median: stalls[Math.floor(stalls.length / 2)] ?? Number.NaN, longest: stalls.at(-1) ?? Number.NaN }
}

/** Latencies with a long tail, as servers have them. */
function samplesOf(endpoints: number, count: number): RequestSample[] {
  const random = createRandom(1)
  return Array.from({ length: count }, (_, index) => {
    const latency = 0.2 + 5 * Math.exp(1.5 * (random.next() + random.next() + random.next() - 1.5))
    return {
      endpoint: `GET /endpoint/${index % endpoints}`,
      outcome: 'succeeded',
      end: 0,
      latency,
      serviceTime: latency * 0.95,
      ttfb: latency * 0.9,
      connect: undefined,
      sent: 90,
      received: 180,
      failure: undefined,
    }
  })
}
