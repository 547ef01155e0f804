import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded random source: the same seed gives the same numbers on every machine. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number
  /** One of `items`; throws a `RangeError` on an empty list. */
  pick<T>(items: readonly T[]): T
  /** A source of its own for a part (a user, a thread) that does not depend on how often this one was asked. */
  fork(part: number): Random
}

/** A source seeded with a whole number. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  const integer = (min: number, max: number): number => uniformInt(generator, min, max)
  return {
    next: () => uniformFloat64(generator),
    integer,
    pick(items) {
      if (items.length === 0) throw new RangeError('Expected a list with at least one item to pick from, got an empty list')
      return items[integer(0, items.length - 1)] as (typeof items)[number]
    },
    fork: (part) => createRandom(scramble(seed, part + 1)),
  }
}

/** A seed for a run that was given none. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}

// Knuth's multiplicative hash: neighbouring seeds and parts must not give neighbouring states.
function scramble(seed: number, part: number): number {
  return Math.imul(seed ^ Math.imul(part, 0x9e37_79b1), 0x85eb_ca6b) ^ part
}
