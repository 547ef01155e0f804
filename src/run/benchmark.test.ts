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
/** Settles so often, and then never again. */
const hangingAfter = (calls: number) => {
  let called = 0
  return async (): Promise<void> => {
    called += 1
    await (called > calls ? new Promise(() => {}) : wait(1))
  }
}
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
    expect(recording.studies).toMatchObject([
      { kind: 'benchmark', name: 'a test', outcome: { state: 'completed' }, benchmarks: [{ name: 'wait' }] },
    ])
  })

  it('sends a request one after another over one connection', async () => {
    const result = await runBenchmark('health', 'GET /health', brief, context())
    expect(result.latency.count).toBeGreaterThanOrEqual(64)
    expect(result.latency.p50).toBeGreaterThan(0)
  })

  it('tells nanoseconds apart, and says that the clock is too coarse for them', async () => {
    const result = await runBenchmark('nothing', () => {}, { time: '20ms', warmUp: '5ms', iterations: 1000 }, context())
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
    // Ten turns each, fewer where the machine was held up in one of them; one after the other it would be two in all.
    expect(order.length).toBeGreaterThanOrEqual(6)
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

  it('shows what was measured when the test is over, as aborted', async () => {
    const over = new AbortController()
    const recording = context(over.signal)
    const calls = { a: 0, b: 0 }
    const counted = (name: 'a' | 'b') => () => {
      calls[name] += 1
      if (calls.a > 20 && calls.b > 20) over.abort(new Error('the test is over'))
      return wait(2)
    }
    const running = runBenchmarks({ a: counted('a'), b: counted('b') }, { time: '20s', warmUp: 0 }, recording)
    await expect(running).rejects.toThrow('was aborted')
    expect(recording.studies).toMatchObject([
      { outcome: { state: 'aborted', reason: 'the test is over' }, benchmarks: [{ name: 'a' }, { name: 'b' }] },
    ])
    const [study] = recording.studies as [BenchmarkStudy]
    // More than twenty calls of each, one after another.
    expect((study.outcome as { at: number }).at).toBeGreaterThan(60)
    for (const { latency } of study.benchmarks) expect(latency.samplesCount).toBeGreaterThan(5)
  })

  it('shows what was measured of the others, and of it, when one fails', async () => {
    const recording = context()
    const failing = hangingAfter(30)
    const running = runBenchmarks({ steady: () => wait(1), failing }, { time: '1s', warmUp: 0, timeout: '100ms' }, recording)
    await expect(running).rejects.toThrow("The benchmark 'failing' did not settle")
    const reason = expect.stringContaining("The benchmark 'failing' did not settle within 100 ms")
    expect(recording.studies).toMatchObject([
      { outcome: { state: 'aborted', reason }, benchmarks: [{ name: 'steady' }, { name: 'failing' }] },
    ])
  })

  it.each([
    ['nothing was measured', { warmUp: 0 }, 0],
    ['only the warm-up ran', { warmUp: '10s' }, 20],
  ] as const)('shows nothing where %s', async (_, options, calls) => {
    const recording = context()
    const running = runBenchmark('failing', hangingAfter(calls), { ...options, time: '1s', timeout: '100ms' }, recording)
    await expect(running).rejects.toThrow('did not settle')
    expect(recording.studies).toEqual([])
  })

  it.each<[string, () => Promise<void>]>([
    ['at its first call', () => new Promise(() => {})],
    ['later', hangingAfter(5)],
    ['at its first call, though it is async by its form', async () => await new Promise(() => {})],
  ])('gives a function up that does not settle, %s', async (_, hanging) => {
    const running = runBenchmark('never', hanging, { ...brief, timeout: '100ms' }, context())
    await expect(running).rejects.toThrow("The benchmark 'never' did not settle within 100 ms: raise `timeout`")
  })

  it('ends when the test does, though its function does not settle', async () => {
    const running = runBenchmark('never', hangingAfter(5), brief, context(AbortSignal.timeout(100)))
    await expect(running).rejects.toThrow("The benchmark 'never' was aborted")
  })

  it('begins no more iterations after it was given up', async () => {
    let calls = 0
    const slow = async (): Promise<void> => {
      calls += 1
      await wait(calls === 3 ? 200 : 1)
    }
    await expect(runBenchmark('slow', slow, { ...brief, timeout: '50ms' }, context())).rejects.toThrow('did not settle')
    await wait(300)
    expect(calls).toBe(3)
  })

  it('lets a function take its time that blocks the thread', async () => {
    const blocking = async (): Promise<void> => {
      const begin = performance.now()
      while (performance.now() - begin < 60);
    }
    const { latency } = await runBenchmark('blocking', blocking, { ...brief, iterations: 3, timeout: '20ms' }, context())
    expect(latency.min).toBeGreaterThan(50)
  })

  it('lets the rest of the process have its turn while a sync function is measured', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    await runBenchmark('busy', () => Math.sqrt(2), { time: '1s', warmUp: 0 }, context())
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
  })

  it('calls a function only once more than it counts iterations', async () => {
    let calls = 0
    const counted = (): void => {
      calls += 1
    }
    const { latency } = await runBenchmark('counted', counted, { time: '50ms', warmUp: 0 }, context())
    expect(calls).toBe(latency.count + 1)
  })

  it('has no more iterations than asked for, where they take longer than the time', async () => {
    const { latency } = await runBenchmark('slow', () => wait(60), { time: '50ms', warmUp: 0, iterations: 3 }, context())
    expect(latency.count).toBe(3)
  })

  it('ends where more iterations would tell no more', { timeout: 60_000 }, async () => {
    const { latency } = await runBenchmark('nothing', () => {}, { time: '10m', warmUp: 0 }, context())
    expect(latency.count).toBeGreaterThanOrEqual(4_000_000)
    expect(latency.count).toBeLessThan(8_000_000)
  })

  it('refuses what it can not measure, and lists all of it', async () => {
    const given = { time: '0s', rounds: 3 } as object
    await expect(runBenchmark('', 5 as never, given, context())).rejects.toThrow(/^benchmark: 4 problems/)
    await expect(runBenchmarks({}, brief, context())).rejects.toThrow(
      'benchmarkAll: Expected `benchmarks` to be an object with a function or a request by name, got an object',
    )
  })
})
