import { connect, isIP, type OnReadOpts, type Socket } from 'node:net'
import { type ConnectionOptions, createSecureContext, type SecureContext, connect as tlsConnect } from 'node:tls'
import { expected, flag, object, oneOf, optional, type Reader, text } from '../core/options.ts'
import type { Destination, HostGuard } from './host-guard.ts'

/** How TLS connections are made; the names are Node's. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'pfx' | 'ciphers' | 'minVersion' | 'maxVersion' | 'servername' | 'rejectUnauthorized'
>

// What the material is made of is checked where it is read, by Node.
const material: Reader<unknown> = (found) => found
const version = optional(oneOf('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'))
const tlsFields = object({
  ca: material,
  cert: material,
  key: material,
  passphrase: optional(text),
  pfx: material,
  ciphers: optional(text),
  minVersion: version,
  maxVersion: version,
  servername: optional(text),
  rejectUnauthorized: optional(flag),
} satisfies Record<keyof TlsOptions, Reader<unknown>>)

/** Reads TLS options; they stay the object that they are, as connections share what is made of it. */
export const tlsOptions: Reader<TlsOptions> = (found, at, problems) => {
  if (found === null) expected('an object of options', found, at, problems)
  else tlsFields(found, at, problems)
  return found as TlsOptions
}

export interface SocketOptions {
  readonly guard: HostGuard
  readonly tls?: TlsOptions | undefined
  /** TLS sessions to resume, by host and port. What shares them is one user to the server. */
  readonly sessions?: Map<string, Buffer> | undefined
  /** Whether it stays open for sending when the other side has sent all. @default false */
  readonly isHalfOpen?: boolean
}

/**
 * Called with what comes in, `length` octets at the front of a buffer that all sockets of the thread share: they have to be used up before
 * it returns `true`. The socket then has no `data` events. Once the socket is destroyed it is called no more.
 */
export type OnRead = (length: number, octets: Buffer) => true

/** Called once, unless the socket is destroyed before. `connect` is how long opening took, in milliseconds. */
export type OnOpen = (error: Error | undefined, socket: Socket, connect: number) => void

/** Opens a TCP or TLS connection, the only way to one from here. Throws a `HostNotAllowedError` where the guard doesn't let it. */
export function openSocket(destination: Destination, options: SocketOptions, onOpen: OnOpen, onRead?: OnRead): Socket {
  options.guard(destination)
  const started = performance.now()
  const isSecure = destination.protocol === 'https:'
  const reading = onRead === undefined ? {} : { onread: sharedReading(onRead) }
  const socket = isSecure
    ? openTls(destination, options, reading)
    : connect({ ...tcpOptions(destination, '80'), ...reading, allowHalfOpen: options.isHalfOpen === true })

  const event = isSecure ? 'secureConnect' : 'connect'
  // What is only needed to open it goes when it is open: it would take 0.4 KB as long as the socket lives.
  const settle = (error?: Error): void => {
    socket.off(event, settle)
    socket.off('error', settle)
    // An error that comes when nobody listens any more must not end the process.
    if (socket.listenerCount('error') === 0) socket.on('error', ignore)
    onOpen(error, socket, performance.now() - started)
  }
  socket.on(event, settle)
  socket.on('error', settle)
  return socket
}

function ignore(): void {}

function openTls(
  destination: Destination,
  { tls = noTlsOptions, sessions }: SocketOptions,
  reading: { readonly onread?: OnReadOpts },
): Socket {
  const host = withoutBrackets(destination.hostname)
  const key = `${host}:${destination.port}`
  const session = sessions?.get(key)
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined)
  const socket = tlsConnect({
    ...tcpOptions(destination, '443'),
    ...reading,
    ...tls,
    secureContext: secureContextOf(tls),
    ALPNProtocols: ['http/1.1'],
    ...(servername === undefined ? {} : { servername }),
    ...(session === undefined ? {} : { session }),
  })
  return socket.on('session', (fresh) => sessions?.set(key, fresh))
}

function tcpOptions({ hostname, port }: Destination, defaultPort: string) {
  return {
    host: withoutBrackets(hostname),
    port: Number(port === '' ? defaultPort : port),
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
    highWaterMark: 65_536,
  }
}

// Node reads a socket only when the callback of the one before has returned, so one buffer is enough; it is made with the first socket.
let shared: Buffer | undefined

function sharedReading(onRead: OnRead): OnReadOpts {
  shared ??= Buffer.allocUnsafeSlow(65_536)
  // Node gives back the buffer that it was given.
  return { buffer: shared, callback: onRead as OnReadOpts['callback'] }
}

function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

const noTlsOptions: TlsOptions = Object.freeze({})
const secureContexts = new WeakMap<TlsOptions, SecureContext>()

// Node would make a context for each connection; that was measured to take 0.15 to 0.2 ms of the thread.
function secureContextOf(tls: TlsOptions): SecureContext {
  let context = secureContexts.get(tls)
  if (context === undefined) {
    context = createSecureContext(tls)
    secureContexts.set(tls, context)
  }
  return context
}
