/** What can lie on a stack. */
interface Linked<Connection> {
  /** The next one down. */
  below: Connection | undefined
}

/** One user's connections to one origin. Most users have one: no list of them has room for more than there are. */
export class Siblings<Connection extends Linked<Connection>> {
  readonly origin: string
  all: readonly Connection[] = none
  /** The top of a stack: what was used last is used next, so that what is not needed goes idle. */
  #idle: Connection | undefined

  constructor(origin: string) {
    this.origin = origin
  }

  add(connection: Connection): void {
    // A list that is spread or pushed to has room for 17.
    this.all = this.all.concat(connection)
  }

  /** Takes an idle one, if there is any. */
  take(): Connection | undefined {
    const top = this.#idle
    if (top === undefined) return undefined
    this.#idle = top.below
    top.below = undefined
    return top
  }

  /** Gives one back whose socket is open. */
  give(connection: Connection): void {
    connection.below = this.#idle
    this.#idle = connection
  }

  /** Gives one back without a socket: one whose socket is open is taken before it. */
  giveLast(connection: Connection): void {
    let above = this.#idle
    if (above === undefined) {
      this.#idle = connection
      return
    }
    while (above.below !== undefined) above = above.below
    above.below = connection
  }
}

const none: readonly never[] = Object.freeze([])
