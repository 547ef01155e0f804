/** The bounds of an interval, in milliseconds since the start of measuring; the end is excluded. */
export interface Bounds {
  readonly start: number
  readonly end: number
}

const SECOND = 1000

/**
 * Where intervals begin and end: at every whole second since the start of measuring, and at the cuts (where stages meet, where the
 * profile ends, where an event happens), so that no interval lies on both sides of one.
 */
export class Grid {
  readonly #cuts: number[]

  constructor(cuts: readonly number[] = []) {
    this.#cuts = [...new Set(cuts)].filter((cut) => Number.isFinite(cut) && cut % SECOND !== 0).sort((a, b) => a - b)
  }

  /** The interval that holds a moment; the first one holds what came before it as well. */
  intervalAt(given: number): Bounds {
    const moment = Math.max(0, given)
    let start = Math.floor(moment / SECOND) * SECOND
    let end = start + SECOND
    for (const cut of this.#cuts) {
      if (cut > moment) {
        end = Math.min(end, cut)
        break
      }
      start = Math.max(start, cut)
    }
    return { start, end }
  }

  /** All intervals from one bound up to and including the one that ends at or before `until`. */
  *intervalsFrom(start: number, until: number): Generator<Bounds> {
    for (let bounds = this.intervalAt(start); bounds.end <= until; bounds = this.intervalAt(bounds.end)) yield bounds
  }
}
