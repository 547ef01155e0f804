import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded random source: the same seed gives the same numbers on every machine. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  next(): number
  /** A whole number from `min` to `max`, both included; throws a `RangeError` unless both are whole and `min` <= `max`. */
  integer(min: number, max: number): number
  /** One of `items`; throws a `RangeError` on an empty list. */
  pick<T>(items: readonly T[]): T
  /** A source of its own for a part (a user, a thread) that does not depend on how often this one was asked. */
  fork(part: number): Random
}

/** A source seeded with a whole number. */
export function createRandom(seed: number): Random {
  return new SeededRandom(seed)
}

class SeededRandom implements Random {
  readonly #seed: number
  // Made for the first number: each user has two sources, of which many are never asked.
  #generator: ReturnType<typeof xoroshiro128plus> | undefined

  constructor(seed: number) {
    this.#seed = mix(seed)
  }

  next(): number {
    return uniformFloat64(this.#numbers())
  }

  integer(min: number, max: number): number {
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max) {
      throw new RangeError(`Expected whole numbers with min <= max, got ${min} and ${max}`)
    }
    return uniformInt(this.#numbers(), min, max)
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Expected a list with at least one item to pick from, got an empty list')
    return items[uniformInt(this.#numbers(), 0, items.length - 1)] as T
  }

  fork(part: number): Random {
    return new SeededRandom(this.#seed + Math.imul(part + 1, GOLDEN_RATIO))
  }

  #numbers(): ReturnType<typeof xoroshiro128plus> {
    this.#generator ??= xoroshiro128plus(this.#seed)
    return this.#generator
  }
}

/** A seed for a run that was given none. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}

// 2^32 divided by the golden ratio: its multiples are spread evenly.
const GOLDEN_RATIO = 0x9e37_79b9

/**
 * The generator's first numbers are all but its seed, so without this every small seed would begin with 0.99999….
 * MurmurHash3's finalizer: neighbours become unlike, and, as it is a bijection of 32-bit numbers, no two become equal.
 */
function mix(seed: number): number {
  let hash = (seed + GOLDEN_RATIO) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return hash ^ (hash >>> 16)
}
