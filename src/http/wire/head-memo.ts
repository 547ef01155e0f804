import type { ResponseHead } from './response-head.ts'

/**
 * The last head that a request was answered with. Until the date in it changes, most servers answer the same request with the same
 * octets, and what they mean is then known: to compare them was measured to take 0.04 µs, to read them 0.7 µs. To keep one takes time
 * too: so nothing is kept for a request that is sent once, nor for one that is answered otherwise each time.
 */
export class HeadMemo {
  #head: ResponseHead | undefined
  #octets = noOctets
  #words = noWords
  /** Heads in a row that were not the known one. */
  #misses = 0

  /** The head that starts at `from`, if it is the one that is known. */
  match(octets: Buffer, from: number, end: number): ResponseHead | undefined {
    const { length } = this.#octets
    if (this.#head === undefined || end - from < length) return undefined
    const isKnown = from === 0 ? this.#isAtFront(octets) : this.#octets.compare(octets, from, from + length) === 0
    if (!isKnown) return undefined
    this.#misses = 1
    return this.#head
  }

  keep(head: ResponseHead, octets: Buffer, from: number): void {
    this.#misses += 1
    if (this.#misses === 1 || this.#misses > MOST_MISSES) {
      this.#head = undefined
      return
    }
    const { length } = head.text
    this.#head = head
    if (length !== this.#octets.length) {
      const copy = new ArrayBuffer(length + 4 - (length % 4))
      this.#octets = Buffer.from(copy, 0, length)
      this.#words = new Int32Array(copy)
    }
    octets.copy(this.#octets, 0, from, from + length)
  }

  /** Four octets at a time, as `compare` takes 0.11 µs. */
  #isAtFront(octets: Buffer): boolean {
    const known = this.#octets
    const knownWords = this.#words
    const words = wordsOf(octets)
    const count = Math.min(known.length >> 2, words.length)
    for (let index = 0; index < count; index += 1) {
      if (words[index] !== knownWords[index]) return false
    }
    for (let index = count << 2; index < known.length; index += 1) {
      if (octets[index] !== known[index]) return false
    }
    return true
  }
}

const MOST_MISSES = 100
const noOctets = Buffer.alloc(0)
const noWords = new Int32Array(0)

// What comes from a socket is in one buffer for the whole thread.
let viewed: Buffer | undefined
let view: Int32Array = noWords

function wordsOf(octets: Buffer): Int32Array {
  if (octets === viewed) return view
  viewed = octets
  view = octets.byteOffset % 4 === 0 ? new Int32Array(octets.buffer, octets.byteOffset, octets.length >> 2) : noWords
  return view
}
