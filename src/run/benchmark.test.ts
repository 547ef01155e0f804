import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import type { BenchmarkStudy } from '../metrics/benchmark-result.ts'
import { runBenchmark, runBenchmarks } from './benchmark.ts'
import { recordingContext } from './run-context.fixture.ts'

let server: FixtureServer

beforeAll(async () => {
  server = await startFixtureServer()
})
afterAll(() => server.close())
beforeEach(() => vi.stubEnv('LOAD_SCALE', ''))
afterEach(() => vi.unstubAllEnvs())

const context = (signal?: AbortSignal) => recordingContext({ baseUrl: server.url }, signal)
const brief = { time: '50ms', warmUp: 0 } as const
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('a benchmark', () => {
  it('measures an async function until it has settled', async () => {
    const recording = context()
    const result = await runBenchmark('wait', () => wait(5), { ...brief, iterations: 8 }, recording)
    expect(result).toMatchObject({ kind: 'benchmark', name: 'wait', state: 'completed' })
    expect(result.latency.count).toBeGreaterThanOrEqual(8)
    expect(result.latency.min).toBeGreaterThan(4)
    expect(result.latency.max).toBeGreaterThanOrEqual(result.latency.p95)
    expect(result.throughput.mean).toBeCloseTo(1000 / result.latency.mean, 6)
    expect(recording.studies).toMatchObject([{ kind: 'benchmark', name: 'a test', benchmarks: [{ name: 'wait' }] }])
  })

  it('sends a request one after another over one connection', async () => {
    const result = await runBenchmark('health', 'GET /health', brief, context())
    expect(result.latency.count).toBeGreaterThanOrEqual(64)
    expect(result.latency.p50).toBeGreaterThan(0)
  })

  it('tells nanoseconds apart, and says that the clock is too coarse for them', async () => {
    const result = await runBenchmark('nothing', () => {}, { time: '20ms', warmUp: '5ms' }, context())
    expect(result.latency.p50).toBeGreaterThan(0)
    expect(result.latency.p50).toBeLessThan(0.01)
    expect(result.warnings.map(({ code }) => code)).toEqual(['benchmark-clock'])
    expect(result.warnings[0]?.message).toMatch(
      /^nothing takes .* µs, and to read the clock takes .* µs: the clock is too coarse for it/,
    )
  })

  it('warns of a sample that is small', async () => {
    const { warnings } = await runBenchmark('wait', () => wait(5), { ...brief, iterations: 1 }, context())
    expect(warnings).toMatchObject([{ code: 'benchmark-small' }])
    expect(warnings[0]?.message).toMatch(/^wait had only \d+ iterations: its p95 is reliable from 200 on, its p99 from 1,000/)
  })

  it('measures several in turns, each for as long', async () => {
    const order: string[] = []
    const noted = (name: string) => () => {
      if (order.at(-1) !== name) order.push(name)
      return wait(1)
    }
    const recording = context()
    const { a, b } = await runBenchmarks({ a: noted('a'), b: noted('b') }, { ...brief, iterations: 20 }, recording)
    // tinybench calls each once more to see whether it is async.
    expect(order.length).toBeGreaterThanOrEqual(20)
    expect(a.latency.count).toBeGreaterThanOrEqual(20)
    expect(b.latency.count).toBeGreaterThanOrEqual(20)
    expect((recording.studies[0] as BenchmarkStudy).benchmarks.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('fails with what its function threw', async () => {
    const failing = (): never => {
      throw new Error('no luck')
    }
    const running = runBenchmark('unlucky', failing, brief, context())
    await expect(running).rejects.toMatchObject({
      code: 'ERR_LOAD_BENCHMARK',
      message: "The benchmark 'unlucky' failed: no luck",
      cause: { message: 'no luck' },
    })
  })

  it('fails with a request that fails, so that none that fails fast looks fast', async () => {
    await expect(runBenchmark('gone', 'GET /status/503', brief, context())).rejects.toThrow(
      /^The benchmark 'gone' failed: GET \/status\/503 failed: 503/,
    )
  })

  it('ends when the test does', async () => {
    const running = runBenchmark('wait', () => wait(5), { time: '20s', warmUp: 0 }, context(AbortSignal.timeout(100)))
    await expect(running).rejects.toThrow("The benchmark 'wait' was aborted")
  })

  it('refuses what it can not measure, and lists all of it', async () => {
    const given = { time: '0s', rounds: 3 } as object
    await expect(runBenchmark('', 5 as never, given, context())).rejects.toThrow(/^benchmark: 4 problems/)
    await expect(runBenchmarks({}, brief, context())).rejects.toThrow(
      'benchmarkAll: Expected `benchmarks` to be an object with a function or a request by name, got an object',
    )
  })
})
