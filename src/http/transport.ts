/** A request as it goes to the wire: everything parsed, encoded and checked, so that it can be sent again and again. */
export interface PreparedRequest {
  /** Such as `http://127.0.0.1:3000`. */
  readonly origin: string
  /** In capitals. */
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** Milliseconds from asking to the last byte. */
  readonly timeout: number
  /** Bytes of the response's body that are kept; 0: it is read and thrown away. */
  readonly maxBody: number
}

/** One response, and when what happened. Moments are on the scale of `performance.now()`. */
export interface Exchange extends ExchangeTimes {
  readonly status: number
  /** Names in lower case. They may be read only now, so `{ ...exchange }` has none. */
  readonly headers: Readonly<Record<string, string | string[]>>
  /** `undefined`: not kept, or dropped because it was larger than `maxBody`. */
  readonly body: Uint8Array | undefined
  /** The first byte of the response came. */
  readonly firstByte: number
  /** The request began to be written. */
  readonly sent: number
}

/** What is known of the course of an exchange, also of one that failed. */
export interface ExchangeTimes {
  /** The caller asked for it. */
  readonly asked: number
  readonly sent: number | undefined
  readonly firstByte: number | undefined
  /** The last byte came, or it was given up. */
  readonly end: number
  /** Milliseconds that opening a connection took, TLS included; `undefined` where an open one was used. */
  readonly connect: number | undefined
  /** Bytes on the connection, headers included. */
  readonly bytesSent: number
  /** Bytes on the connection, headers included. */
  readonly bytesReceived: number
}

/**
 * Whoever is told what came of an exchange: one of the two is called, once, and must not throw. It is no promise, because the end of one
 * request is what the next begins with: the promises between them were measured to take 1 µs of 9.
 */
export interface Receiver {
  respond(exchange: Exchange): void
  /** A `RequestError`; or `notSent`, where the run has limits. */
  fail(error: unknown): void
}

/** What one virtual user sends through. It keeps the user's connections, and opens more when the user sends in parallel. */
export interface Transport {
  /** Never tells the receiver before it has returned. */
  exchange(request: PreparedRequest, receiver: Receiver): void
  /** What is asked for from now on gets new connections: idle ones are closed, and those in use when their exchange ends. */
  renew(): void
  /** Cuts what is in flight (it rejects with category `interrupted`) and closes all connections; later exchanges are refused likewise. */
  close(): Promise<void>
}
