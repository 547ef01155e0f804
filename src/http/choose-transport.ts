import type { Transport } from './transport.ts'
import type { TransportOptions } from './transport-options.ts'
import { createWireTransport } from './wire/wire.ts'

/** What sends requests: our own HTTP/1.1, or the library undici. */
export type TransportName = (typeof transportNames)[number]
export const transportNames = ['wire', 'undici'] as const

/** How long a user keeps connections: as long as it lives, for one iteration, or for one request. */
export type ConnectionLife = (typeof connectionLives)[number]
export const connectionLives = ['user', 'iteration', 'request'] as const

/** What creates a user's transport. */
export async function chooseTransport(name: TransportName): Promise<(options: TransportOptions) => Transport> {
  // Loaded only where it is asked for: that takes 0.1 s.
  return name === 'wire' ? createWireTransport : (await import('./undici.ts')).createUndiciTransport
}
