import type { Deadlines } from './deadlines.ts'
import type { SocketOptions } from './open-socket.ts'

/** What every transport can be told. */
export interface TransportOptions extends SocketOptions {
  /** Best shared by all users of a thread, so that they share its timers. */
  readonly deadlines?: Deadlines
  /** `false`: a connection of its own for each request. @default true */
  readonly keepAlive?: boolean
}

/** The same for one user's connections, with nothing left out. */
export interface ConnectionSettings extends SocketOptions {
  readonly deadlines: Deadlines
  readonly keepAlive: boolean
}
