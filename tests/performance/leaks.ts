import { createRandom } from '../../src/core/random.ts'
import { testLeak } from '../../src/stats/leak.ts'
import { hardToSee, healthy, leaking, type Simulation } from '../../src/stats/simulated-series.fixture.ts'

// How often the leak test is right, on simulated series of ten minutes at a value a second. Seeds are fixed, so the figures are too.
const SEEDS = [1, 2, 3, 4, 5]
const SERIES = 100

let missed = 0
console.log(`${SERIES} series of each kind for each of ${SEEDS.length} seeds; a leak was found in`)
report('without a leak (of 100 at most 2 may be found)', healthy, (found) => found <= 2)
report('with a leak (of 100 at least 95 must be found)', leaking, (found) => found >= 95)
report('hard to see (no limit)', hardToSee, () => true)
process.exitCode = missed === 0 ? 0 : 1

function report(title: string, simulations: Record<string, Simulation>, isRight: (found: number) => boolean): void {
  console.log(`\n${title}`)
  for (const [name, simulation] of Object.entries(simulations)) {
    const found = SEEDS.map((seed) => leaksAmong(simulation, seed))
    if (!found.every(isRight)) missed += 1
    console.log(`  ${found.every(isRight) ? '✓' : '✗'} ${found.map((one) => String(one).padStart(3)).join(' ')}   ${name}`)
  }
}

function leaksAmong(simulation: Simulation, seed: number): number {
  const random = createRandom(seed)
  const series = Array.from({ length: SERIES }, (_, part) => simulation(random.fork(part)))
  return series.filter((one) => testLeak(one).kind === 'leak').length
}
