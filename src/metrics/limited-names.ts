/** Where names are counted past the limit. */
const OTHER = '(other)'

/** A set of names that stops growing: what comes past its limit is `(other)`. */
export class LimitedNames {
  readonly #names = new Set<string>()
  readonly #limit: number
  #overflowed = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether a name was turned away. */
  get overflowed(): boolean {
    return this.#overflowed
  }

  /** The name under which `name` is counted. */
  admit(name: string): string {
    if (this.#names.has(name)) return name
    if (this.#names.size >= this.#limit) {
      this.#overflowed = true
      return OTHER
    }
    this.#names.add(name)
    return name
  }
}
