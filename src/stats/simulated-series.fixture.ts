import type { Random } from '../core/random.ts'
import type { Series } from './series.ts'

/** Ten minutes of memory, a value a second; 100 is where it begins. What is drawn is drawn from `random`. */
export type Simulation = (random: Random) => Series

const SECONDS = 600

/** Servers that leak nothing. */
export const healthy = {
  /** Noise that lingers, 5 % of the level: AR(1) with a coefficient of 0.95. */
  'lingering noise': (random) => simulate(lingering(random, 0.95, 5)),
  /** Collections every 5 s to 2 min free 15 to 50 %, not always the same. */
  'garbage collection': (random) => simulate(sawtooth(random, uniform(random, 5, 120), uniform(random, 15, 50))),
  /** A cache of 10 to 50 %, two thirds of which are filled after 15 s to 2 min. */
  'a cache that fills': (random) => simulate(plateau(random, uniform(random, 15, 120), uniform(random, 10, 50))),
  /** At any moment 10 to 50 % more, for good. */
  'one step': (random) => simulate(step(random, uniform(random, 0, SECONDS), uniform(random, 10, 50))),
} satisfies Record<string, Simulation>

/** Servers that leak 1 % a minute. */
export const leaking = {
  /** Under independent noise of 5 %. */
  'growth under noise': (random) => simulate((second) => 100 + second / 60 + 5 * normal(random)),
} satisfies Record<string, Simulation>

/** Leaks that are harder to see: they say where the test ends. */
export const hardToSee = {
  'growth of 1 % a minute between collections of 5 to 30 s that free 20 %': (random) =>
    simulate(growing(sawtooth(random, uniform(random, 5, 30), 20), 1)),
  'growth of 1 % a minute under lingering noise (0.5) of 5 %': (random) => simulate(growing(lingering(random, 0.5, 5), 1)),
  'growth of 1 % a minute under lingering noise (0.95) of 5 %': (random) => simulate(growing(lingering(random, 0.95, 5), 1)),
  'growth of 3 % a minute under lingering noise (0.95) of 5 %': (random) => simulate(growing(lingering(random, 0.95, 5), 3)),
  'growth of 0.5 % a minute under noise of 5 %': (random) => simulate((second) => 100 + second / 120 + 5 * normal(random)),
  'growth of 0.5 % a minute under noise of 1 %': (random) => simulate((second) => 100 + second / 120 + normal(random)),
} satisfies Record<string, Simulation>

/** AR(1) noise around 100: each value is `phi` of the one before and something new; `deviation` is that of the whole. */
export function lingering(random: Random, phi: number, deviation: number): (second: number) => number {
  let state = normal(random)
  return () => {
    state = phi * state + Math.sqrt(1 - phi * phi) * normal(random)
    return 100 + deviation * state
  }
}

/** Normally distributed, by Box and Muller (1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

/** A value a second. */
export function simulate(valueAt: (second: number) => number, seconds = SECONDS): Series {
  return Array.from({ length: seconds }, (_, second) => ({ at: second * 1000, value: valueAt(second) }))
}

function sawtooth(random: Random, period: number, height: number): (second: number) => number {
  let value = 100 + uniform(random, 0, height)
  let top = 100 + height
  return () => {
    value += (height / period) * uniform(random, 0.5, 1.5)
    if (value >= top) {
      value = 100 + uniform(random, 0, 0.1 * height)
      top = 100 + height * uniform(random, 0.8, 1.2)
    }
    return value + normal(random)
  }
}

function plateau(random: Random, constant: number, height: number): (second: number) => number {
  return (second) => 100 + height * (1 - Math.exp(-second / constant)) + 2 * normal(random)
}

function step(random: Random, moment: number, height: number): (second: number) => number {
  return (second) => 100 + (second < moment ? 0 : height) + 2 * normal(random)
}

function growing(valueAt: (second: number) => number, perMinute: number): (second: number) => number {
  return (second) => valueAt(second) + (perMinute * second) / 60
}

function uniform(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next()
}
