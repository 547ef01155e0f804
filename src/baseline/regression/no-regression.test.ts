import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../core/options.ts'
import { createRandom } from '../../core/random.ts'
import { createBaseline } from '../create-baseline.ts'
import { judgeComparison, judgeNoRegression, type Results } from './no-regression.ts'
import { type RegressionOptions, readRegressionOptions } from './regression-limits.ts'
import { type SimulatedRun, simulateComparison, simulateRun } from './simulated-runs.fixture.ts'

const PLAIN = { seconds: 60, perSecond: 40, isNoisy: false } as const

function runs(count: number, seed: number, given: Partial<SimulatedRun> = {}): Results {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, run) =>
    simulateRun({
      ...{ random: random.fork(run), ...PLAIN, ...given },
      facts: { startedAt: `2026-01-0${run + 1}T00:00:00.000Z`, ...given.facts },
    }),
  ) as unknown as Results
}

function judge(candidate: Results, base: Parameters<typeof judgeNoRegression>[1], limits?: RegressionOptions) {
  return judgeNoRegression(candidate, base, parseOptions('test', limits, readRegressionOptions))
}

describe('runs beside earlier ones', () => {
  const earlier = runs(5, 1)

  it('that are worse for sure fail, with the change, its interval and the limit', () => {
    const { state, message } = judge(runs(3, 2, { factor: 1.3 }), earlier, { p95: '10%' })
    expect(state).toBe('fail')
    expect(message).toMatch(
      /^a run: p95 \+[23]\d(\.\d)? % \(95 % CI \+[12]\d(\.\d)? … \+[34]\d(\.\d)?\), limit \+10 %, expected no regression \(against 5 earlier runs, 3 runs, 7,200 requests, none failed\)$/,
    )
  })

  it('that are as they were pass without a word', () => {
    const verdict = judge(runs(3, 3), earlier, { p95: '10%', mean: '10%' })
    expect(verdict.state).toBe('pass')
    expect(verdict.warning).toBeUndefined()
    expect(verdict.negated.state).toBe('fail')
  })

  it('that are better pass', () => {
    expect(judge(runs(3, 2, { factor: 0.5 }), earlier, { p95: '0%' }).state).toBe('pass')
  })

  it('of which the limit lies within the interval pass with a warning, and fail where it is strict', () => {
    const candidate = runs(3, 2, { factor: 1.05 })
    const { state, warning } = judge(candidate, earlier, { p95: '5%' })
    expect(state).toBe('pass')
    expect(warning).toMatch(/^it cannot be told: p95 [+-].* % \(95 % CI .* … \+.*\), limit \+5 %$/)
    const strict = judge(candidate, earlier, { p95: '5%', strict: true })
    expect(strict.state).toBe('fail')
    expect(strict.message).toContain('expected no regression, and nothing that cannot be told')
  })

  it('always get the same verdict', () => {
    const candidate = runs(1, 2, { isNoisy: true })
    expect(judge(candidate, earlier)).toEqual(judge(candidate, earlier))
  })

  it('have a throughput that may fall, not rise', () => {
    const fewer = runs(3, 2, { perSecond: 30 })
    expect(judge(fewer, earlier, { throughput: '10%' }).message).toContain('throughput -25 % (95 % CI -25 … -25), limit -10 %')
    expect(judge(earlier, fewer.concat(fewer) as unknown as Results, { throughput: '10%' }).state).toBe('pass')
  })

  it('of another machine are compared with a warning', () => {
    const environment = { ...earlier[0].environment, cores: 64 }
    expect(judge(runs(3, 3, { facts: { environment } }), earlier, { p95: '10%' }).warning).toBe(
      'the baseline is of another machine (a CPU, 2 cores; now a CPU, 64 cores)',
    )
  })
})

describe('with fewer than 5 earlier runs', () => {
  it('5 % are added, and told', () => {
    const { state, message } = judge(runs(1, 2, { factor: 1.1 }), runs(1, 1), { p95: '0%' })
    expect(state).toBe('pass')
    expect(message).toContain('against 1 earlier run, so that runs are taken to differ by 5 %')
  })

  it('much worse is found', () => {
    expect(judge(runs(1, 2, { factor: 1.5 }), runs(1, 1), { p95: '10%' }).state).toBe('fail')
  })
})

describe('failures', () => {
  const earlier = runs(5, 1)

  it('where there were none are told as new', () => {
    const { state, message } = judge(runs(3, 2, { failing: 0.05 }), earlier, { errorRate: '0.1pt' })
    expect(state).toBe('fail')
    expect(message).toMatch(
      /^a run: new failures: 0 → [456](\.\d+)? % \(95 % CI \+[34](\.\d+)? … \+[56](\.\d+)? pt\), limit \+0\.1 pt, /,
    )
  })

  it('that are new but too few to tell pass with a warning', () => {
    const { state, warning } = judge(runs(3, 2, { failing: 0.001 }), earlier, { errorRate: '0.1pt' })
    expect(state).toBe('pass')
    expect(warning).toMatch(/^it cannot be told: new failures: 0 → 0\.\d+ %/)
  })

  it('that are none on either side are no reason for a warning', () => {
    expect(judge(runs(3, 2), earlier, { errorRate: '0.1pt' }).warning).toBeUndefined()
  })

  it('of all requests leave no latency to judge', () => {
    const { state, message, warning } = judge(runs(3, 2, { failing: 1 }), earlier)
    expect(state).toBe('fail')
    expect(message).toContain('new failures: 0 → 100 %')
    expect(warning).toContain('p95 is not judged: a run has only 0 latencies; 400 or more tell')
  })
})

describe('too little to tell', () => {
  it.each<[string, Partial<SimulatedRun>, RegressionOptions, string]>([
    ['a short run', { seconds: 20 }, { p95: '5%' }, 'p95 is not judged: a run has only 20 blocks of time; 30 or more tell'],
    ['few requests', { perSecond: 10 }, { p99: '5%' }, 'p99 is not judged: a run has only 600 latencies; 2,000 or more tell'],
    ['hardly any', { perSecond: 1 }, { mean: '5%' }, 'mean latency is not judged: a run has only 60 latencies; 100 or more tell'],
  ])('%s passes with a warning, and fails where it is strict', (_, given, limits, warning) => {
    const [candidate, earlier] = [runs(3, 2, { ...given, factor: 3 }), runs(5, 1, given)]
    expect(judge(candidate, earlier, limits)).toMatchObject({ state: 'pass', warning })
    expect(judge(candidate, earlier, { ...limits, strict: true }).state).toBe('fail')
  })
})

describe('endpoints', () => {
  const endpoints = ['GET /a', 'GET /b', 'GET /c']
  const earlier = runs(5, 1, { endpoints })

  it('are judged one by one: a slower one is named', () => {
    const { state, message } = judge(runs(3, 2, { endpoints, slower: { endpoint: 'GET /b', factor: 1.5 } }), earlier, {
      p50: '10%',
    })
    expect(state).toBe('fail')
    expect(message).toMatch(/GET \/b: p50 \+[45]\d/)
    expect(message).not.toContain('GET /a')
  })

  it('that appeared or vanished are warnings, and the latency of all together is not compared', () => {
    const { state, warning, message } = judge(runs(3, 2, { endpoints: ['GET /a', 'GET /d'] }), earlier, { p50: '20%' })
    expect(state).toBe('pass')
    expect(warning).toBe("endpoint 'GET /d' appeared; endpoint 'GET /b' vanished; endpoint 'GET /c' vanished")
    expect(message).not.toContain('all requests')
    expect(judge(runs(3, 2, { endpoints: ['GET /a'] }), earlier, { p50: '20%', strict: true }).state).toBe('fail')
  })
})

describe('what cannot be compared is refused', () => {
  it.each<[string, Partial<SimulatedRun>, string]>([
    [
      'another profile',
      { facts: { profile: { kind: 'constant-vus', vus: 2, duration: 60_000 } } },
      "toHaveNoRegression: Expected a run with its baseline's profile (1 user for 60 s), got 'a run' with 2 users for 60 s",
    ],
    [
      'another scale',
      { facts: { scale: 0.1 } },
      "toHaveNoRegression: Expected a run at its baseline's scale of 1, got 'a run' at 0.1",
    ],
    ['no request', { perSecond: 0 }, "toHaveNoRegression: Expected runs with requests, got none in 'a run'"],
  ])('%s', (_, given, message) => {
    expect(() => judge(runs(1, 2, given), runs(1, 1))).toThrow(
      expect.objectContaining({ code: 'ERR_LOAD_COMPARISON', message }) as Error,
    )
  })
})

describe('an unfit run', () => {
  it('that was aborted passes nothing', () => {
    const outcome = { state: 'aborted', reason: 'cancelled', at: 60_000 } as const
    const { state, message } = judge(runs(1, 3, { facts: { outcome } }), runs(5, 1), { p95: '50%' })
    expect(state).toBe('inconclusive')
    expect(message).toContain('the run was aborted')
  })

  it('of a busy generator passes nothing either', () => {
    const { state, message } = judge(runs(1, 3, { busy: 0.95 }), runs(5, 1), { p95: '50%' })
    expect(state).toBe('inconclusive')
    expect(message).toContain('the generator itself was busy 95 % of the time')
  })
})

describe('a stored baseline', () => {
  const names = { test: 'a test', name: 'a test' }
  const stored = runs(6, 1).reduce<ReturnType<typeof createBaseline> | undefined>(
    (known, result) => createBaseline(result, names, known?.runs),
    undefined,
  ) as ReturnType<typeof createBaseline>

  it('has the runs that it kept', () => {
    expect(stored.runs).toHaveLength(6)
    expect(judge(runs(1, 3), stored, { p95: '20%' })).toMatchObject({ state: 'pass' })
    const { state, message } = judge(runs(1, 2, { factor: 1.4 }), stored, { p95: '10%' })
    expect(state).toBe('fail')
    expect(message).toContain('against 6 earlier runs')
  })

  it('has the throughput of successes', () => {
    expect(judge(runs(3, 2, { perSecond: 30 }), stored, { throughput: '10%' }).state).toBe('fail')
    expect(judge(runs(3, 2), stored, { throughput: '10%' })).toMatchObject({ state: 'pass' })
    const [failing] = runs(1, 1, { failing: 0.2 })
    const { message } = judge([failing], createBaseline(failing, names), { throughput: '10%' })
    expect(message).toContain('throughput 0 % (')
  })
})

describe('two servers in turn', () => {
  const compare = (given: Partial<SimulatedRun>, limits: RegressionOptions) => {
    const comparison = simulateComparison({ random: createRandom(5), ...given })
    return judgeComparison(comparison, parseOptions('test', limits, readRegressionOptions))
  }
  const drift = (second: number): number => 1 + (0.3 * second) / 120

  it('on a machine that becomes slower are told apart', () => {
    const { state, message } = compare({ factorAt: drift, factor: 1.15, perSecond: 200 }, { p50: '5%' })
    expect(state).toBe('fail')
    expect(message).toMatch(/^a run: p50 \+1[1-9](\.\d)? % \(95 % CI .*\), limit \+5 %, .*\(against a run, 20 pairs of blocks, /)
  })

  it('on a machine that becomes slower are alike where they are', () => {
    expect(compare({ factorAt: drift, perSecond: 200 }, { p50: '5%', mean: '6%' }).state).toBe('pass')
  })

  it('are told apart by an unfit generator as well, which delays both, but not found alike', () => {
    const slower = compare({ factor: 1.3, perSecond: 200, busy: 0.95 }, { p50: '5%' })
    expect([slower.state, slower.negated.state]).toEqual(['fail', 'pass'])
    expect(compare({ perSecond: 200, isNoisy: false, busy: 0.95 }, { p50: '5%' }).state).toBe('inconclusive')
  })

  it('are told apart though seconds of either are disturbed', () => {
    const given = {
      factor: 1.1,
      perSecond: 200,
      isNoisy: false,
      disturbed: { of: 'both', seconds: [4, 14, 31, 44, 67, 100] },
    } as const
    const { state, message, warning } = compare(given, { p95: '2%' })
    expect(state).toBe('fail')
    expect(message).toMatch(/p95 \+([789]|1[0-3])(\.\d)? % /)
    expect(message).toContain('20 pairs of blocks, 6 seconds unlike those around left out, ')
    expect(warning).toBeUndefined()
  })

  it('have disturbed seconds that count, and are told, where only one has them', () => {
    const seconds = Array.from({ length: 19 }, (_, index) => 4 + 6 * index)
    const given = { perSecond: 200, isNoisy: false, disturbed: { of: 'candidate', seconds } } as const
    const { state, message, warning } = compare(given, { p95: '2%' })
    expect(state).toBe('fail')
    expect(message).toMatch(/p95 \+[1-9]\d(\.\d)? % /)
    expect(warning).toBe('seconds unlike those around: 0 of base, 10 of candidate; they count')
  })

  it('have failures that are new', () => {
    expect(compare({ failing: 0.02 }, { errorRate: '0.1pt' }).state).toBe('pass')
    const { candidate } = simulateComparison({ random: createRandom(5), failing: 0.02 })
    const comparison = { ...simulateComparison({ random: createRandom(6) }), candidate }
    const { state, message } = judgeComparison(comparison, parseOptions('test', { errorRate: '0.1pt' }, readRegressionOptions))
    expect(state).toBe('fail')
    expect(message).toContain('new failures: 0 → ')
  })
})

describe('the intervals', () => {
  it('hold the truth in about 95 of 100 cases, under noise that lingers and between runs that differ', () => {
    const random = createRandom(11)
    const cases = 60
    const given = { seconds: 60, perSecond: 30, deviation: 0.03, isNoisy: true }
    const held = Array.from({ length: cases }, (_, part) => {
      const own = random.fork(part)
      const side = (count: number): Results =>
        Array.from({ length: count }, () => simulateRun({ random: own, ...given })) as unknown as Results
      const { message } = judge(side(3), side(5), { mean: '50%' })
      const [, lower, upper] = /CI ([+-]?[\d.]+) … ([+-]?[\d.]+)/.exec(message) ?? []
      return Number(lower) <= 0 && Number(upper) >= 0
    }).filter(Boolean).length
    expect(held / cases).toBeGreaterThan(0.88)
  }, 60_000)
})
