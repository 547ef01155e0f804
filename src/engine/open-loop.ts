import type { Pacer } from './pacer.ts'
import type { RunTime } from './run-time.ts'

/** Somebody who does one iteration when it is asked to. The loop does not know what an iteration is. */
export interface Worker {
  /** Gets ready; never rejects. `undefined`: it is ready at once. */
  open(): Promise<void> | undefined
  /** One iteration that was due at `due`, and starts now; never rejects. `false`: there was no data for it, so it never started. */
  iterateLate(due: number): Promise<boolean>
  /** Ends its session, within what time is left to it. */
  close(): Promise<void>
  /** Whether it will do no other one: it has no data to go on with. */
  readonly hasLeft: boolean
  /** Cut off, whatever it does. */
  interrupt(): void
}

export interface OpenLoopOptions {
  /** Moments at which iterations are due, ascending. */
  readonly arrivals: Iterable<number>
  /** Users that are ready before the first arrival. */
  readonly vus: number
  readonly maxVus: number
  /** Milliseconds since moment 0 at which the profile ends. */
  readonly end: number
  /** Milliseconds that iterations may still take after it. */
  readonly gracefulStop: number
  readonly time: RunTime
  readonly pacer: Pacer
  readonly signal: AbortSignal
  /** Aborts when the run has sent all that it may: no iteration is due any more, and those under way may finish. */
  readonly enough: AbortSignal
  readonly createUser: () => Worker
  readonly onVus: (active: number) => void
  /** Nobody was free for the iteration that was due at `due`. */
  readonly onDrop: (due: number) => void
  /** There was no data for an iteration that was due. */
  readonly onLack: () => void
}

/** Arrivals that are started in a row before the event loop turns. */
const BURST = 64
/** The share of users that should be idle; while fewer are, each arrival has one more got ready. */
const RESERVE = 0.1

/**
 * Applies an open-model profile: iterations start when they are due, whatever the target does. Who is free starts at once, even if late;
 * if nobody is and there may be no more users, the iteration is dropped; where there is no data for it, it is none. Resolves when all is over.
 */
export class OpenLoop {
  readonly #options: OpenLoopOptions
  readonly #users = new Set<Worker>()
  readonly #idle: Worker[] = []
  readonly #running = new Set<Promise<unknown>>()

  constructor(options: OpenLoopOptions) {
    this.#options = options
  }

  /** Gets the first users ready, before the run's time begins. */
  async prepare(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.vus }, () => this.#open()))
  }

  async run(): Promise<void> {
    const { end, time, signal, enough } = this.#options
    const over = AbortSignal.any([signal, enough])
    const interrupt = (): void => {
      for (const user of this.#users) user.interrupt()
    }
    if (signal.aborted) interrupt()
    signal.addEventListener('abort', interrupt, { once: true })
    await this.#fire(over)
    await time.until(end, over)
    await this.#finish(interrupt)
    signal.removeEventListener('abort', interrupt)
  }

  async #fire(over: AbortSignal): Promise<void> {
    const { arrivals, pacer, time } = this.#options
    let inARow = 0
    for (const due of arrivals) {
      inARow += 1
      if (due > time.now()) {
        await pacer.until(due, over)
        inARow = 0
      } else if (inARow % BURST === 0) await pacer.turn()
      if (over.aborted) return
      this.#start(due)
    }
  }

  #start(due: number): void {
    const { vus, onDrop, onLack } = this.#options
    let user = this.#idle.pop()
    // However many are getting ready: those were called for by the arrivals before.
    if (this.#idle.length < vus * RESERVE) void this.#open()
    user ??= this.#idle.pop()
    if (user === undefined) {
      // Who isn't there though nobody is busy has left for want of data: that is not the target's fault.
      if (this.#running.size === 0) onLack()
      else onDrop(due)
      return
    }
    const running = user.iterateLate(due).then((isStarted) => {
      this.#running.delete(running)
      if (!isStarted) onLack()
      if (!user.hasLeft) this.#idle.push(user)
    })
    this.#running.add(running)
  }

  async #open(): Promise<void> {
    const { maxVus, createUser, onVus } = this.#options
    if (this.#users.size >= maxVus) return
    const user = createUser()
    this.#users.add(user)
    onVus(this.#users.size)
    const opening = user.open()
    // Without a wait where there is none, so that what is late finds users, though many are started in a row.
    if (opening !== undefined) await opening
    if (!user.hasLeft) this.#idle.push(user)
  }

  /** Waits for what is under way, cuts it when the grace is over, and ends the users' sessions within what is left of it. */
  async #finish(interrupt: () => void): Promise<void> {
    const { gracefulStop, time, signal, onVus } = this.#options
    const over = new AbortController()
    const cut = time.clock.sleep(gracefulStop, AbortSignal.any([over.signal, signal])).then(() => {
      if (!over.signal.aborted) interrupt()
    })
    await Promise.all(this.#running)
    await Promise.all([...this.#users].map((user) => user.close()))
    over.abort()
    await cut
    onVus(0)
  }
}
