/** A body that comes in chunks. Past `limit` bytes all of it is dropped at once, so that its size costs no memory. */
export class KeptBody {
  readonly #limit: number
  /** Most bodies are one chunk, and need neither a list nor a copy. */
  #first: Uint8Array | undefined
  #others: Uint8Array[] | undefined
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(chunk: Uint8Array): void {
    this.#length += chunk.length
    if (this.#length > this.#limit) this.#drop()
    else this.#keep(chunk)
  }

  /** Takes octets out of a buffer that is used again. */
  addCopy(octets: Buffer, start: number, end: number): void {
    if (start === end) return
    this.#length += end - start
    if (this.#length > this.#limit) {
      // What is dropped is only counted.
      this.#drop()
      return
    }
    const copy = Buffer.allocUnsafe(end - start)
    octets.copy(copy, 0, start, end)
    this.#keep(copy)
  }

  /** `undefined` if it was dropped. */
  get bytes(): Uint8Array | undefined {
    if (this.#length > this.#limit) return undefined
    if (this.#first === undefined) return Buffer.alloc(0)
    return this.#others === undefined ? this.#first : Buffer.concat([this.#first, ...this.#others], this.#length)
  }

  #keep(chunk: Uint8Array): void {
    if (this.#first === undefined) this.#first = chunk
    else {
      this.#others ??= []
      this.#others.push(chunk)
    }
  }

  #drop(): void {
    this.#first = undefined
    this.#others = undefined
  }
}
