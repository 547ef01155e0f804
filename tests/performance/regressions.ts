import { judgeComparison, judgeNoRegression, type Results } from '../../src/baseline/regression/no-regression.ts'
import { type RegressionOptions, readRegressionOptions } from '../../src/baseline/regression/regression-limits.ts'
import { type SimulatedRun, simulateComparison, simulateRun } from '../../src/baseline/regression/simulated-runs.fixture.ts'
import { parseOptions } from '../../src/core/options.ts'
import { createRandom, type Random } from '../../src/core/random.ts'
import type { LoadResult } from '../../src/metrics/result.ts'
import type { Verdict } from '../../src/verdict/verdict.ts'

// How often toHaveNoRegression is right, on simulated runs whose truth is known. Seeds are fixed, so the figures are too.
// docs/regressions.md says what is simulated. `npm run bench:regressions 50` takes 50 pairs of each kind rather than 500, and a second argument
// (`runs`, `turns` or `speed`) one part alone, or `all`; a third argument is another seed.
const PAIRS = Number(process.argv[2] ?? 500)
/** Of kinds that take long. */
const FEWER = Math.ceil(PAIRS / 5)
const SEED = Number(process.argv[4] ?? 7)
const BASELINE_RUNS = 5
const CANDIDATE_RUNS = 3
const TEN = Array.from({ length: 10 }, (_, index) => `GET /${index}`)

const P95 = { p95: '5%' } as const
const SEVEN = { p50: '5%', p90: '5%', p95: '5%', p99: '5%', mean: '5%', errorRate: '0.1pt', throughput: '5%' } as const

interface Cell {
  readonly title: string
  readonly limits: RegressionOptions
  readonly run?: Partial<SimulatedRun>
  readonly candidate?: Partial<SimulatedRun>
  readonly pairs?: number
  readonly isRight?: (failing: number) => boolean
}

let missed = 0

const wanted = process.argv[3] ?? 'all'
const parts: Readonly<Record<string, () => void>> = { runs: compareRuns, turns: compareTurns, speed: measureSpeed }
for (const [name, part] of Object.entries(parts)) if (wanted === 'all' || wanted === name) part()
process.exitCode = missed === 0 ? 0 : 1

function compareRuns(): void {
  console.log(
    `${BASELINE_RUNS} baseline runs and ${CANDIDATE_RUNS} candidate runs of 120 s, ${PAIRS} pairs of them (of 7 metrics and of 10 endpoints ${FEWER}); limit 5 %`,
  )
  console.log('   fails  warns  plain ±10 %')
  for (const deviation of [0.02, 0.05]) {
    const run = { deviation }
    const between = `between runs ${deviation * 100} %`
    const atMost = (failing: number): boolean => failing <= 0.05
    const atLeast = (failing: number): boolean => failing >= 0.9
    compare({ title: `nothing changed, ${between}, p95`, limits: P95, run, isRight: atMost })
    const found = { limits: P95, run, candidate: { factor: 1.15 }, ...(deviation === 0.02 && { isRight: atLeast }) }
    compare({ title: `+15 %, ${between}, p95`, ...found })
    compare({ title: `+5 % (the limit), ${between}, p95`, limits: P95, run, candidate: { factor: 1.05 }, isRight: atMost })
    compare({ title: `+10 %, ${between}, p95`, limits: P95, run, candidate: { factor: 1.1 } })
    const seven = { limits: SEVEN, run, pairs: FEWER }
    compare({ title: `nothing changed, ${between}, 7 metrics`, ...seven, isRight: atMost })
    compare({ title: `+15 %, ${between}, 7 metrics`, ...seven, candidate: { factor: 1.15 } })
  }
  const ten = { limits: P95, run: { endpoints: TEN, perSecond: 20, deviation: 0.02 }, pairs: FEWER }
  compare({ title: 'nothing changed, 10 endpoints, p95', ...ten, isRight: (failing) => failing <= 0.05 })
  compare({ title: '+15 % of all, 10 endpoints, p95', ...ten, candidate: { factor: 1.15 } })
  compare({ title: '+15 % of one, 10 endpoints, p95', ...ten, candidate: { slower: { endpoint: 'GET /3', factor: 1.15 } } })
}

function compareTurns(): void {
  console.log(`\nTwo servers in turn, 40 blocks of 3 s, ${PAIRS} times; limit 0 %. Plain: one after the other, ± 10 %`)
  console.log('   fails  warns  plain')
  const drifts = {
    'slower by 30 % in the end': (second: number) => 1 + (0.3 * second) / 120,
    'slower by 30 % in the middle': (second: number) => 1 + 0.3 * Math.sin((Math.PI * second) / 120),
  }
  for (const [drift, factorAt] of Object.entries(drifts)) {
    for (const perSecond of [100, 500]) {
      for (const metric of ['p50', 'p95'] as const) {
        for (const factor of [1, 1.05]) {
          // Of fewer requests a block has too few values for it.
          const isNeeded = factor === 1 || perSecond === 500
          const isRight = (found: number): boolean => (factor === 1 ? found <= 0.05 : found >= 0.9)
          const title = `${factor === 1 ? 'nothing changed' : '+5 %'}, ${drift}, ${perSecond}/s, ${metric}`
          inTurn({ title, limits: { [metric]: '0%' }, run: { factorAt, perSecond, factor }, ...(isNeeded && { isRight }) })
        }
      }
    }
  }
}

function measureSpeed(): void {
  console.log('\nTwo results of 10 endpoints, 60 s each, the first time and then the best of 10')
  for (const [title, limits] of Object.entries({ 'p95, error rate, throughput': undefined, '7 metrics': SEVEN })) {
    const random = createRandom(SEED)
    const [one, other] = [random.fork(0), random.fork(1)].map((own) => simulateRun({ random: own, endpoints: TEN, seconds: 60 }))
    const times = Array.from({ length: 11 }, () => {
      const start = performance.now()
      judgeNoRegression([other as LoadResult], [one as LoadResult], read(limits))
      return performance.now() - start
    })
    const best = Math.min(...times)
    if (best >= 200) missed += 1
    console.log(`${best < 200 ? '✓' : '✗'} ${times[0]?.toFixed(0)} ms, ${best.toFixed(0)} ms   ${title}`)
  }
}

function compare({ title, limits, run = {}, candidate = {}, pairs = PAIRS, isRight }: Cell): void {
  const parsed = read(limits)
  report(title, pairs, isRight, (random) => {
    const side = (count: number, given: Partial<SimulatedRun>): Results =>
      Array.from({ length: count }, () => simulateRun({ random, ...run, ...given })) as unknown as Results
    const before = side(BASELINE_RUNS, {})
    const after = side(CANDIDATE_RUNS, candidate)
    return { verdict: judgeNoRegression(after, before, parsed), isPlain: isSlower(after[0], before[0], 'p95') }
  })
}

function inTurn({ title, limits, run = {}, isRight }: Cell): void {
  const parsed = read(limits)
  const [metric] = Object.keys(limits) as ['p50' | 'p95']
  report(title, PAIRS, isRight, (random) => {
    const comparison = simulateComparison({ random, ...run })
    const { factorAt = () => 1, factor = 1 } = run
    const half = { random, ...run, seconds: 60 }
    const first = simulateRun({ ...half, factor: 1 })
    const second = simulateRun({ ...half, factor, factorAt: (moment) => factorAt(moment + 60) })
    return { verdict: judgeComparison(comparison, parsed), isPlain: isSlower(second, first, metric) }
  })
}

interface Answer {
  readonly verdict: Verdict
  readonly isPlain: boolean
}

function report(title: string, pairs: number, isRight: Cell['isRight'], judge: (random: Random) => Answer): void {
  const random = createRandom(SEED)
  const answers = Array.from({ length: pairs }, (_, pair) => judge(random.fork(pair)))
  const share = (has: (answer: Answer) => boolean): number => answers.filter(has).length / pairs
  const failing = share(({ verdict }) => verdict.state === 'fail')
  const mark = isRight === undefined ? ' ' : isRight(failing) ? '✓' : '✗'
  if (mark === '✗') missed += 1
  const warning = share(({ verdict }) => verdict.state === 'pass' && verdict.warning !== undefined)
  const shown = [failing, warning, share(({ isPlain }) => isPlain)].map((one) => `${(one * 100).toFixed(1)} %`.padStart(7))
  console.log(`${mark} ${shown.join('')}   ${title}`)
}

function isSlower(after: LoadResult, before: LoadResult, metric: 'p50' | 'p95'): boolean {
  return (after.latency[metric] ?? 0) > (before.latency[metric] ?? 0) * 1.1
}

function read(limits: RegressionOptions | undefined) {
  return parseOptions('bench', limits, readRegressionOptions)
}
