import type { ResponseHead } from './response-head.ts'

/**
 * The last head that a request was answered with. Until the date in it changes, most servers answer the same request with the same
 * octets, and what they mean is then known: to compare them was measured to take 0.1 µs, to read them 0.7 µs.
 */
export class HeadMemo {
  #octets = Buffer.alloc(0)
  #head: ResponseHead | undefined

  /** The head that starts at `from`, if it is the one that is known. */
  match(octets: Buffer, from: number, end: number): ResponseHead | undefined {
    const length = this.#octets.length
    if (this.#head === undefined || end - from < length) return undefined
    return this.#octets.compare(octets, from, from + length) === 0 ? this.#head : undefined
  }

  keep(head: ResponseHead, octets: Buffer, from: number): void {
    this.#head = head
    this.#octets = Buffer.from(octets.subarray(from, from + head.text.length))
  }
}
