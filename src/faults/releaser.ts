import { availableParallelism } from 'node:os'

interface Waiting {
  readonly due: number
  readonly release: () => void
}

/** A timer of Node counts whole milliseconds; what is left of one is spun away. */
const SPUN = 1
/** Milliseconds too early that count as in time. */
const TOLERANCE = 0.05
/** The same, where nothing is spun away: half of what a timer counts in. */
const COARSE_TOLERANCE = 0.5
/** The share of the time that may go into spinning: a thread that always spins takes a core from what is measured. */
const MOST_SPUN = 0.25
/** Milliseconds over which that is watched. */
const WINDOW = 100

/**
 * Does things at their moments, on the scale of `performance.now()`: to a tenth of a millisecond while there are few of them, and to one where
 * there are so many that waiting so exactly would take too much of the machine. One timer for all.
 */
export class Releaser {
  readonly #heap: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #wakeAt = Number.POSITIVE_INFINITY
  #spinningSince: number | undefined
  #spun = 0
  #windowStart = performance.now()
  readonly #maySpin = availableParallelism() > 1

  at(due: number, release: () => void): void {
    push(this.#heap, { due, release })
    if (due < this.#wakeAt) this.#arm(performance.now())
  }

  /** Milliseconds before its moment at which something may be done. */
  get tolerance(): number {
    return this.#isSparing(performance.now()) ? COARSE_TOLERANCE : TOLERANCE
  }

  #run(): void {
    this.#timer = undefined
    this.#immediate = undefined
    this.#wakeAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    const latest = now + this.tolerance
    for (let first = this.#heap[0]; first !== undefined && first.due <= latest; first = this.#heap[0]) {
      pop(this.#heap)
      first.release()
    }
    this.#arm(performance.now())
  }

  #arm(now: number): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#timer = undefined
    this.#immediate = undefined
    const [first] = this.#heap
    if (first === undefined) {
      this.#wakeAt = Number.POSITIVE_INFINITY
      this.#noteSpin(now, false)
      return
    }
    this.#wakeAt = first.due
    const left = first.due - now
    const isSpinning = left < SPUN && !this.#isSparing(now)
    this.#noteSpin(now, isSpinning)
    if (isSpinning || left <= 0) this.#immediate = setImmediate(() => this.#run())
    else this.#timer = setTimeout(() => this.#run(), Math.max(1, Math.floor(left)))
  }

  #isSparing(now: number): boolean {
    if (!this.#maySpin) return true
    if (now - this.#windowStart > WINDOW) {
      this.#windowStart = now
      this.#spun = 0
    }
    return this.#spun > WINDOW * MOST_SPUN
  }

  #noteSpin(now: number, isSpinning: boolean): void {
    if (this.#spinningSince !== undefined) this.#spun += now - this.#spinningSince
    this.#spinningSince = isSpinning ? now : undefined
  }
}

function push(heap: Waiting[], one: Waiting): void {
  let place = heap.push(one) - 1
  while (place > 0) {
    const parent = (place - 1) >> 1
    const above = heap[parent] as Waiting
    if (above.due <= one.due) break
    heap[place] = above
    place = parent
  }
  heap[place] = one
}

function pop(heap: Waiting[]): void {
  const last = heap.pop() as Waiting
  if (heap.length === 0) return
  let place = 0
  for (;;) {
    let child = 2 * place + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && (heap[child + 1] as Waiting).due < (heap[child] as Waiting).due) child += 1
    if ((heap[child] as Waiting).due >= last.due) break
    heap[place] = heap[child] as Waiting
    place = child
  }
  heap[place] = last
}
