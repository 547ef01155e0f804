import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import type { LevelVerdict } from '../metrics/capacity-result.ts'
import {
  beginSearch,
  type CapacitySearch,
  endSearch,
  interruptSearch,
  nextStep,
  type SearchBounds,
  type SearchStep,
  withOutcome,
} from './capacity-search.ts'
import { growthOf } from './level-growth.ts'
import { type SimulatedQueue, simulateLevel } from './queue.fixture.ts'

type Done = Extract<SearchStep, { kind: 'done' }>

const rates: SearchBounds = { from: 10, to: 100_000, resolution: 0.05, isWhole: false }
const users: SearchBounds = { ...rates, from: 1, isWhole: true }

/** Searches a target that answers each load with a verdict. */
function search(bounds: SearchBounds, target: (load: number, measured: number) => LevelVerdict) {
  let state: CapacitySearch = beginSearch(bounds)
  for (let measured = 0; measured < 1000; measured += 1) {
    const step = nextStep(state)
    if (step.kind === 'done') return { ...step, loads: state.outcomes.map(({ load }) => load) }
    state = withOutcome(state, { load: step.load, verdict: target(step.load, measured) })
  }
  throw new Error('Expected the search to end')
}

const upTo = (capacity: number) => (load: number) => (load <= capacity ? 'met' : 'missed')

describe('the search for a capacity', () => {
  it.each<[string, [number, LevelVerdict][], object]>([
    ['nothing', [], {}],
    [
      'a level that was met',
      [
        [10, 'met'],
        [20, 'met'],
      ],
      { low: 20 },
    ],
    ['a level that was missed', [[10, 'missed']], {}],
    [
      'levels that were missed above',
      [
        [10, 'met'],
        [20, 'met'],
        [40, 'missed'],
      ],
      { low: 20 },
    ],
    [
      'a level that was met and missed',
      [
        [10, 'met'],
        [20, 'missed'],
        [20, 'met'],
      ],
      { low: 10 },
    ],
  ])('that is interrupted knows only what it held: after %s', (_, outcomes, known) => {
    const state = outcomes.reduce((before, [load, verdict]) => withOutcome(before, { load, verdict }), beginSearch(rates))
    expect(interruptSearch(state)).toStrictEqual({ kind: 'done', verdict: 'aborted', ...known })
  })

  it('that is interrupted when all was measured has found what there is', () => {
    const state = [10, 10].reduce((before, load) => withOutcome(before, { load, verdict: 'missed' }), beginSearch(rates))
    expect(interruptSearch(state)).toEqual(nextStep(state))
  })

  it('doubles, halves what is between, and measures both ends once more', () => {
    const { loads, ...found } = search({ ...rates, resolution: 0.2 }, upTo(100))
    expect(loads.map((load) => Math.round(load))).toEqual([10, 20, 40, 80, 160, 113, 95, 113, 95])
    expect(found).toMatchObject({
      kind: 'done',
      verdict: 'found',
      low: expect.closeTo(95.14, 1),
      high: expect.closeTo(113.14, 1),
    })
  })

  it('goes up to the highest load, and says that it was held', () => {
    const { loads, ...done } = search({ ...rates, to: 100 }, () => 'met')
    expect(loads).toEqual([10, 20, 40, 80, 100])
    expect(done).toEqual({ kind: 'done', verdict: 'none-found' })
  })

  it('says that the lowest load is too much when it was so twice', () => {
    const { loads, ...done } = search(rates, () => 'missed')
    expect(loads).toEqual([10, 10])
    expect(done).toEqual({ kind: 'done', verdict: 'fails-at-start', high: 10 })
  })

  it('lets one hiccup at the lowest load pass', () => {
    const { verdict, loads } = search(rates, (load, measured) => (measured === 0 || load > 50 ? 'missed' : 'met'))
    expect(loads.slice(0, 4)).toEqual([10, 10, 10, 20])
    expect(verdict).toBe('found')
  })

  it('goes on upwards from a load that had been missed by mistake', () => {
    // It cost half of the levels, so what is left is enough to double, and not to halve.
    expect(search(rates, (load, measured) => (measured === 1 || load > 500 ? 'missed' : 'met'))).toMatchObject({
      verdict: 'found',
      low: 320,
      high: 640,
    })
  })

  it.each([
    ['the generator is the first to come to its limit', (load: number) => (load <= 100 ? 'met' : 'generator-limited'), 95],
    ['the target would come later', (load: number) => (load <= 100 ? 'met' : load < 150 ? 'generator-limited' : 'missed'), 95],
  ] as const)('knows only what was held where %s', (_, target, low) => {
    const done = search(rates, target) as Done
    expect(done).toMatchObject({ verdict: 'generator-limited' })
    expect(done.low).toBeGreaterThan(low)
    expect(done.high).toBeUndefined()
  })

  it('knows nothing where the generator is late at the lowest load', () => {
    expect(search(rates, () => 'generator-limited')).toMatchObject({ verdict: 'generator-limited', loads: [10, 10] })
  })

  it('finds numbers of users to the very user, where the resolution allows no more', () => {
    expect(search(users, upTo(7))).toMatchObject({ verdict: 'found', low: 7, high: 8 })
  })

  it.each<[string, readonly [number, LevelVerdict][], object]>([
    [
      'was held at one load and missed at another',
      [
        [10, 'met'],
        [20, 'met'],
        [40, 'missed'],
      ],
      { verdict: 'found', low: 20, high: 40 },
    ],
    ['was missed at the lowest', [[10, 'missed']], { verdict: 'fails-at-start', high: 10 }],
    [
      'was late itself',
      [
        [10, 'met'],
        [20, 'generator-limited'],
      ],
      { verdict: 'generator-limited', low: 10 },
    ],
  ])('ends with what it knows of a target that is down and %s', (_, outcomes, expected) => {
    let state = beginSearch(rates)
    for (const [load, verdict] of outcomes) state = withOutcome(state, { load, verdict })
    expect(endSearch(state)).toMatchObject(expected)
  })

  it('is exact for any capacity, within log2(capacity / from) + 8 levels', () => {
    const property = fc.property(fc.double({ min: 10, max: 90_000, noNaN: true }), (capacity) => {
      const done = search(rates, upTo(capacity))
      expect(done.verdict).toBe('found')
      expect(done.low).toBeLessThanOrEqual(capacity)
      expect(done.high).toBeGreaterThan(capacity)
      expect((done.high as number) / (done.low as number)).toBeLessThanOrEqual(1.05)
      expect(done.loads.length).toBeLessThanOrEqual(Math.log2(capacity / 10) + 8 + 1e-9)
    })
    fc.assert(property)
  })

  it('always ends, with what it knows, however flaky the target is', () => {
    const property = fc.property(
      fc.double({ min: 5, max: 90_000, noNaN: true }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      fc.boolean(),
      fc.integer({ min: 0, max: 1e6 }),
      (capacity, flaky, isWhole, seed) => {
        const random = createRandom(seed)
        const bounds = isWhole ? users : rates
        const held: number[] = []
        const done = search(bounds, (load) => {
          const met = load <= capacity !== random.next() < flaky
          if (met) held.push(load)
          return met ? 'met' : random.next() < 0.1 ? 'generator-limited' : 'missed'
        })
        const highest = Math.max(bounds.from, ...held)
        expect(done.loads.length).toBeLessThanOrEqual(Math.log2(highest / bounds.from) + 8 + 1e-9)
        for (const load of done.loads) {
          expect(load).toBeGreaterThanOrEqual(bounds.from)
          expect(load).toBeLessThanOrEqual(bounds.to)
        }
        if (done.verdict !== 'found') return
        const { low, mean, high } = done as Required<Done>
        expect(low).toBeLessThan(high)
        expect(mean).toBeGreaterThanOrEqual(low)
        expect(mean).toBeLessThanOrEqual(high)
      },
    )
    fc.assert(property, { numRuns: 500 })
  })

  it('comes within 5 % of a target whose verdicts are noisy near its limit', () => {
    const off = Array.from({ length: 200 }, (_, seed) => {
      const random = createRandom(seed)
      const capacity = 20 + random.next() * 5000
      // A logistic curve: at 2 % above the capacity one in nine levels is still met.
      const done = search(rates, (load) => (random.next() < 1 / (1 + Math.exp((load / capacity - 1) / 0.01)) ? 'met' : 'missed'))
      return Math.abs(((done as Done).mean ?? 0) / capacity - 1)
    })
    expect(off.filter((share) => share > 0.05).length).toBeLessThanOrEqual(10)
  })
})

describe('on a queue', () => {
  const queues: readonly (readonly [string, SimulatedQueue, truth: number, duration: number, worst: number])[] = [
    // Arrivals at even times: below the capacity nobody waits.
    ['D/D/20', { workers: 20, serviceTime: 100, arrivals: 'uniform', services: 'fixed' }, 200, 5000, 0.05],
    ['D/D/4', { workers: 4, serviceTime: 20, arrivals: 'uniform', services: 'fixed' }, 200, 5000, 0.05],
    // The rate at which p95 is 200 ms in the long run, from simulations of an hour.
    ['M/D/4', { workers: 4, serviceTime: 20, arrivals: 'poisson', services: 'fixed' }, 193, 60_000, 0.1],
    ['M/M/16', { workers: 16, serviceTime: 20, arrivals: 'poisson', services: 'exponential' }, 787, 30_000, 0.1],
  ]

  it('of any size that serves in a fixed time, the search comes within 5 % in log2(capacity / from) + 8 levels of 5 s', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const random = createRandom(seed)
      const [workers, serviceTime] = [1 + Math.floor(random.next() * 32), 5 + random.next() * 60]
      const capacity = (workers / serviceTime) * 1000
      const bounds = { ...rates, from: capacity / (2 + random.next() * 60) }
      const queue: SimulatedQueue = { workers, serviceTime, arrivals: 'uniform', services: 'fixed' }
      const { mean = 0, levels } = searchQueue(queue, 5000, seed, bounds)
      expect(Math.abs(mean / capacity - 1)).toBeLessThan(0.05)
      expect(levels).toBeLessThanOrEqual(Math.log2(mean / bounds.from) + 8)
    }
  })

  it.each(queues)('%s the search comes within 5 % of the rate that keeps its objective', (_, queue, truth, duration, worst) => {
    const found = Array.from({ length: 5 }, (_, seed) => searchQueue(queue, duration, seed))
    for (const { mean = 0, levels } of found) {
      expect(Math.abs(mean / truth - 1)).toBeLessThan(worst)
      expect(levels).toBeLessThanOrEqual(Math.log2(truth / 10) + 8.1)
    }
    // Of what comes at random, a level of a minute is a sample.
    const median = found.map(({ mean = 0 }) => mean).sort((a, b) => a - b)[2] ?? 0
    expect(Math.abs(median / truth - 1)).toBeLessThan(0.05)
  })
})

function searchQueue(queue: SimulatedQueue, duration: number, seed: number, bounds = rates) {
  const random = createRandom(seed)
  const done = search(bounds, (load) => {
    const { p95, seconds } = simulateLevel(queue, load, duration, random)
    return p95 > 200 || growthOf(seconds, { latency: 200, rate: load }) !== undefined ? 'missed' : 'met'
  })
  return { mean: (done as Done).mean, levels: done.loads.length }
}
