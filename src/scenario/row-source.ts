import { LoadTestError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Random } from '../core/random.ts'
import { type Part, WHOLE } from '../profile/partition.ts'
import type { Feeder } from './feeder.ts'

/** There is no row left, and whoever wanted one is to leave. */
export const exhausted: unique symbol = Symbol('exhausted')

/** Where a run stands in the rows of a feeder; all its users draw from one. */
export interface RowSource<Row = unknown> {
  /** Throws a `FeederEmptyError` where the feeder's `whenEmpty` is 'error'. */
  next(): Row | typeof exhausted
}

/** A run needs more rows than its feeder has, and was told to fail then. */
export class FeederEmptyError extends LoadTestError {
  constructor({ name, rows, per }: Feeder) {
    const all = rows.length === 1 ? 'its only one is' : `all ${formatCount(rows.length)} are`
    super(
      'ERR_LOAD_FEEDER',
      `Expected ${name} to have a row for each ${per}, but ${all} used: add rows, or choose another \`order\` or \`whenEmpty\``,
    )
  }
}

/**
 * Begins a run through the rows of a feeder; the same random source gives the same rows again. A part of a load has rows of its own, as
 * far as there are enough: those whose index is its own modulo the number of parts.
 */
export function openFeeder<Row>(feeder: Feeder<Row>, whole: Random, part: Part = WHOLE): RowSource<Row> {
  const { order } = feeder
  const random = part.of === 1 ? whole : whole.fork(part.index)
  const rows = rowsOf(feeder, part)
  switch (order) {
    case 'random':
      return { next: () => random.pick(rows) }
    case 'shuffle':
      return new Rounds(feeder, rows.length, shuffledRound(rows, random))
    case 'sequential':
    case 'unique':
      return new Rounds(feeder, rows.length, (index) => rows[index] as Row)
  }
}

function rowsOf<Row>({ rows, order }: Feeder<Row>, { index, of }: Part): readonly Row[] {
  const isShared = of === 1 || order === 'random' || (order !== 'unique' && rows.length < of)
  return isShared ? rows : rows.filter((_, row) => row % of === index)
}

/** Rows in rounds, each of which has all of them. */
class Rounds<Row> implements RowSource<Row> {
  readonly #feeder: Feeder<Row>
  readonly #length: number
  readonly #take: (index: number) => Row
  #index = 0

  constructor(feeder: Feeder<Row>, length: number, take: (index: number) => Row) {
    this.#feeder = feeder
    this.#length = length
    this.#take = take
  }

  next(): Row | typeof exhausted {
    const { whenEmpty } = this.#feeder
    if (this.#index === this.#length) {
      if (whenEmpty === 'error') throw new FeederEmptyError(this.#feeder)
      if (whenEmpty === 'stop') return exhausted
      this.#index = 0
    }
    this.#index += 1
    return this.#take(this.#index - 1)
  }
}

/** Fisher and Yates's shuffle, a step for each row that is drawn, so that a million rows take no time before the first. */
function shuffledRound<Row>(rows: readonly Row[], random: Random): (index: number) => Row {
  const left = [...rows]
  return (index) => {
    const chosen = random.integer(index, left.length - 1)
    const row = left[chosen] as Row
    left[chosen] = left[index] as Row
    left[index] = row
    return row
  }
}
