import { MAX_EXAMPLES } from './merge.ts'
import type { Failure } from './sample.ts'

/** At most so many kinds of error are told apart in a run: hostile servers can make every message different. */
const MAX_KINDS = 100
const MAX_MESSAGE_LENGTH = 300

interface ErrorKind {
  readonly key: string
  readonly message: string
  readonly endpoint: string
  readonly wantsExample: boolean
}

/** Knows which kinds of error a run has seen, and how many examples each still wants. */
export class ErrorKinds {
  readonly #examples = new Map<string, number>()

  /** The kind that a failure is counted under: its own, or past the limit the common one of its category, of all endpoints. */
  admit(origin: string, { category, message, detail }: Failure): ErrorKind {
    let endpoint = origin
    let shown = message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message
    let key = `${category}\n${endpoint}\n${shown}`
    if (!this.#examples.has(key) && this.#examples.size >= MAX_KINDS) {
      shown = '(other errors)'
      endpoint = '(other)'
      key = `${category}\n${endpoint}\n${shown}`
    }
    const examples = this.#examples.get(key) ?? 0
    const wantsExample = detail !== undefined && examples < MAX_EXAMPLES
    if (examples === 0 || wantsExample) this.#examples.set(key, examples + (wantsExample ? 1 : 0))
    return { key, message: shown, endpoint, wantsExample }
  }
}
