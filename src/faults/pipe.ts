import type { Socket } from 'node:net'
import type { Random } from '../core/random.ts'
import type { Releaser } from './releaser.ts'
import { type AddedToxic, type Treatment, treatmentOf } from './treatment.ts'

/** Bytes that may wait in one direction of a connection; beyond them the sender has to wait as well. */
const MOST_WAITING = 1024 ** 2
/** Milliseconds of a limited bandwidth that leave together: smooth enough for a client, and few enough packets for a large body. */
const PORTION = 20

export interface PipeOptions {
  readonly source: Socket
  readonly sink: Socket
  readonly releaser: Releaser
  readonly random: Random
  /** Breaks the whole connection off, with RST. */
  readonly onReset: () => void
  /** Ends the whole connection, when all that waits has left. */
  readonly onCut: () => void
}

interface Chunk {
  /** `'end'`: the sender closed its side; `'cut'`: the connection is to end here. */
  readonly octets: Buffer | 'end' | 'cut'
  readonly arrived: number
  due: number
}

/** One direction of a connection. Octets that no toxic changes go straight through; others wait in a queue until they are due. */
export class Pipe {
  readonly #options: PipeOptions
  #toxics: readonly AddedToxic[] = []
  #treatment: Treatment | undefined
  /** By toxic: where in the stream it cuts. */
  readonly #cutsAt = new Map<number, number>()
  #cutAt = Number.POSITIVE_INFINITY
  #passed = 0
  #queue: Chunk[] = []
  #first = 0
  #waiting = 0
  #lastDue = 0
  #isBlocked = false
  #hasLost = false
  #isCut = false

  constructor(options: PipeOptions) {
    const { source, sink } = options
    this.#options = options
    source.on('data', (octets: Buffer) => this.#take(octets))
    source.on('end', () => this.#end())
    sink.on('drain', () => this.#unblock())
  }

  /** From now on the toxics of this direction are these. What waits is treated anew, as if it had come with them. */
  apply(toxics: readonly AddedToxic[]): void {
    const wasSwallowing = this.#treatment?.isSwallowing === true
    this.#toxics = toxics
    this.#treatment = treatmentOf(toxics.map(({ toxic }) => toxic))
    this.#markCuts()
    if (wasSwallowing && this.#treatment?.isSwallowing !== true && this.#hasLost) {
      this.#options.onReset()
      return
    }
    if (this.#first === this.#queue.length) return
    const waiting = this.#queue.splice(0).slice(this.#first)
    this.#first = 0
    // Octets that wait can't have left before now, so a bandwidth or a gap counts from here; an end alone, from when it came.
    this.#lastDue = typeof waiting[0]?.octets === 'string' ? 0 : performance.now()
    this.#waiting = 0
    for (const { octets, arrived } of waiting) this.#admit(octets, arrived)
    this.#release()
  }

  #markCuts(): void {
    this.#cutAt = Number.POSITIVE_INFINITY
    for (const { id, toxic } of this.#toxics) {
      if (toxic.kind !== 'cut') continue
      const cutAt = this.#cutsAt.get(id) ?? this.#passed + toxic.after
      this.#cutsAt.set(id, cutAt)
      this.#cutAt = Math.min(this.#cutAt, cutAt)
    }
  }

  #take(octets: Buffer): void {
    this.#passed += octets.length
    const treatment = this.#treatment
    if (treatment === undefined && this.#first === this.#queue.length) {
      if (!this.#options.sink.write(octets)) this.#block()
      return
    }
    if (this.#isCut) return
    if (treatment?.isSwallowing === true) {
      this.#hasLost = true
      return
    }
    const now = performance.now()
    if (treatment?.resetAfter !== undefined) {
      this.#options.releaser.at(now + treatment.resetAfter, this.#options.onReset)
      return
    }
    const beyond = this.#passed - this.#cutAt
    if (beyond < 0) this.#admit(octets, now)
    else {
      this.#isCut = true
      if (beyond < octets.length) this.#admit(octets.subarray(0, octets.length - beyond), now)
      this.#admit('cut', now)
    }
    this.#release()
    if (this.#waiting >= MOST_WAITING) this.#options.source.pause()
  }

  #end(): void {
    const { sink } = this.#options
    if (this.#treatment?.isSwallowing === true && this.#hasLost) {
      // Who waits for what was swallowed is not told that it will not come, unless nobody waits any more.
      if (sink.readableEnded) sink.end()
      else sink.once('end', () => sink.end())
      return
    }
    if (this.#treatment === undefined && this.#first === this.#queue.length) {
      sink.end()
      return
    }
    this.#admit('end', performance.now())
    this.#release()
  }

  /** Puts octets into the queue, in pieces where the treatment asks for them. */
  #admit(octets: Chunk['octets'], arrived: number): void {
    const treatment = this.#treatment
    let due = arrived
    for (const { delay, jitter } of treatment?.delays ?? []) {
      due += jitter === 0 ? delay : delay + (2 * this.#options.random.next() - 1) * jitter
    }
    if (typeof octets === 'string') {
      const closeDelay = octets === 'end' ? (treatment?.closeDelay ?? 0) : 0
      this.#push(octets, arrived, Math.max(due, this.#lastDue) + closeDelay)
      return
    }
    const { rate = Number.POSITIVE_INFINITY, size = Number.POSITIVE_INFINITY, gap = 0 } = treatment ?? {}
    const piece = Math.max(1, Math.floor(Math.min(size, rate * PORTION, octets.length)))
    for (let from = 0; from < octets.length; from += piece) {
      const part = octets.subarray(from, from + piece)
      this.#push(part, arrived, Math.max(due, this.#lastDue + gap) + part.length / rate)
    }
  }

  #push(octets: Chunk['octets'], arrived: number, due: number): void {
    this.#lastDue = due
    this.#queue.push({ octets, arrived, due })
    if (typeof octets !== 'string') this.#waiting += octets.length
  }

  readonly #release = (): void => {
    const { sink, source, releaser } = this.#options
    const now = performance.now()
    // A sink that is gone takes nothing more, and would never drain.
    while (!this.#isBlocked && !sink.destroyed && this.#first < this.#queue.length) {
      const { octets, due } = this.#queue[this.#first] as Chunk
      if (due > now + releaser.tolerance) {
        releaser.at(due, this.#release)
        break
      }
      this.#shift()
      if (octets === 'end') sink.end()
      else if (octets === 'cut') this.#options.onCut()
      else {
        this.#waiting -= octets.length
        if (!sink.write(octets)) this.#block()
      }
    }
    if (this.#waiting < MOST_WAITING / 2 && !this.#isBlocked && source.isPaused()) source.resume()
  }

  #shift(): void {
    this.#queue[this.#first] = GONE
    this.#first += 1
    if (this.#first === this.#queue.length) {
      this.#queue = []
      this.#first = 0
    }
  }

  #block(): void {
    this.#isBlocked = true
    this.#options.source.pause()
  }

  #unblock(): void {
    this.#isBlocked = false
    this.#release()
  }
}

/** Holds on to no octets. */
const GONE: Chunk = { octets: 'end', arrived: 0, due: 0 }
