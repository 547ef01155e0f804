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

  /** `undefined` if it was dropped. */
  get bytes(): Uint8Array | undefined {
    if (this.#length > this.#limit) return undefined
    // Most bodies are one chunk, and need no copy.
    return this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks, this.#length)
  }
}
