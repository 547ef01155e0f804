import { LoadTestError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Random } from '../core/random.ts'
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

/** Begins a run through the rows of a feeder; the same random source gives the same rows again. */
export function openFeeder<Row>(feeder: Feeder<Row>, random: Random): RowSource<Row> {
  const { rows, order } = feeder
  switch (order) {
    case 'random':
      return { next: () => random.pick(rows) }
    case 'shuffle':
      return new Rounds(feeder, shuffledRound(rows, random))
    case 'sequential':
    case 'unique':
      return new Rounds(feeder, (index) => rows[index] as Row)
  }
}

/** Rows in rounds, each of which has all of them. */
class Rounds<Row> implements RowSource<Row> {
  readonly #feeder: Feeder<Row>
  readonly #take: (index: number) => Row
  #index = 0

  constructor(feeder: Feeder<Row>, take: (index: number) => Row) {
    this.#feeder = feeder
    this.#take = take
  }

  next(): Row | typeof exhausted {
    const { rows, whenEmpty } = this.#feeder
    if (this.#index === rows.length) {
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
