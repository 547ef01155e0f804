/** A body that comes in chunks. Past `limit` bytes all of it is dropped at once, so that its size costs no memory. */
export class KeptBody {
  readonly #limit: number
  #chunks: Uint8Array[] = []
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(chunk: Uint8Array): void {
    this.#length += chunk.length
    if (this.#length <= this.#limit) this.#chunks.push(chunk)
    else this.#chunks = []
  }

  /** Takes octets out of a buffer that is used again. */
  addCopy(octets: Uint8Array, start: number, end: number): void {
    if (start === end) return
    const isKept = this.#length + end - start <= this.#limit
    // What is dropped is only counted, so it needs no copy.
    this.add(isKept ? Buffer.from(octets.subarray(start, end)) : octets.subarray(start, end))
  }

  /** `undefined` if it was dropped. */
  get bytes(): Uint8Array | undefined {
    if (this.#length > this.#limit) return undefined
    // Most bodies are one chunk, and need no copy.
    return this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks, this.#length)
  }
}
