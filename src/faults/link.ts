import type { Socket } from 'node:net'
import type { Random } from '../core/random.ts'
import { Pipe } from './pipe.ts'
import type { Releaser } from './releaser.ts'
import type { Direction } from './toxic.ts'
import type { AddedToxic } from './treatment.ts'

export interface LinkOptions {
  readonly client: Socket
  /** Where the connection leads; it may still be opening. */
  readonly target: Socket
  readonly releaser: Releaser
  readonly random: Random
  readonly onClose: () => void
}

/** A connection through the proxy: a client's, and one of its own to the target. What happens to one happens to the other. */
export class Link {
  readonly #client: Socket
  readonly #target: Socket
  readonly #random: Random
  readonly #pipes: Readonly<Record<Direction, Pipe>>

  constructor({ client, target, releaser, random, onClose }: LinkOptions) {
    this.#client = client
    this.#target = target
    this.#random = random
    const onReset = (): void => this.reset()
    const onCut = (): void => this.#cut()
    const shared = { releaser, onReset, onCut }
    this.#pipes = {
      upstream: new Pipe({ ...shared, source: client, sink: target, random: random.fork(0) }),
      downstream: new Pipe({ ...shared, source: target, sink: client, random: random.fork(1) }),
    }
    let open = 2
    for (const socket of [client, target]) {
      socket.on('error', onReset)
      socket.once('close', () => {
        open -= 1
        if (open === 0) onClose()
      })
    }
  }

  /** Puts those of a proxy's toxics on this connection whose share it belongs to. */
  apply(toxics: readonly AddedToxic[]): void {
    const mine = toxics.filter(({ id, toxic }) => this.isAmong(id, toxic.share))
    for (const direction of ['upstream', 'downstream'] as const) {
      this.#pipes[direction].apply(mine.filter(({ toxic }) => toxic.direction === direction && toxic.kind !== 'refuse'))
    }
  }

  /** Drawn once for each toxic, and the same for the same seed, in whatever order connections come. */
  isAmong(toxic: number, share: number): boolean {
    return share >= 1 || this.#random.fork(FIRST_SHARE + toxic).next() < share
  }

  reset(): void {
    for (const socket of [this.#client, this.#target]) {
      if (socket.destroyed) continue
      // Node can't reset a socket whose end is on its way: it would neither be closed, nor its thread ever end. What only opens need not be.
      const isEnding = socket.writableEnded && !socket.writableFinished
      if (isEnding || socket.connecting) socket.destroy()
      else socket.resetAndDestroy()
    }
  }

  /** The client sees a regular end in the wrong place; the target, that nobody is there any more. */
  #cut(): void {
    for (const socket of [this.#client, this.#target]) socket.end(() => socket.destroy())
  }
}

/** Sources of random numbers below it are those of jitter. */
const FIRST_SHARE = 2
