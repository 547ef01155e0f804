import { BlockList, isIP, isIPv6 } from 'node:net'
import { LoadTestError } from '../core/errors.ts'
import { instance, list, parseOptions } from '../core/options.ts'

/** Where a connection is about to be opened; a `URL` is one. An empty `port` is the protocol's own. */
export interface Destination {
  readonly protocol: string
  readonly hostname: string
  readonly port: string
}

/** Throws a `HostNotAllowedError` unless connections to this place are allowed. Asked wherever a socket is opened. */
export type HostGuard = (destination: Destination) => void

/** A host that is neither this machine nor listed: most likely an accident, so the run stops. */
export class HostNotAllowedError extends LoadTestError {
  readonly host: string

  constructor(host: string, address: string) {
    super(
      'ERR_LOAD_HOST',
      `Expected the target to be this machine or a listed host, got ${address}. To send load there, ` +
        `list it with \`loadProject({ allowedHosts: ['${host}'] })\` or LOAD_ALLOWED_HOSTS=${host}`,
    )
    this.host = host
  }
}

/**
 * Allows this machine (`localhost`, loopback and unspecified addresses) and the listed hosts: `'staging.example.com'`, with a port
 * `'10.0.0.5:8080'`, or every subdomain `'*.example.com'`.
 */
export function createHostGuard(allowedHosts: readonly string[] = []): HostGuard {
  const allowed = parseOptions('allowedHosts', allowedHosts, list(hostPattern, 'hosts', { min: 0 })).map(parsePattern)

  return ({ protocol, hostname, port }) => {
    const host = normalize(hostname)
    if (isLoopback(host)) return
    const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
    if (allowed.some((one) => matches(one, host, actualPort))) return
    const written = isIPv6(host) ? `[${host}]` : host
    throw new HostNotAllowedError(written, `${written}:${actualPort}`)
  }
}

/** The hosts in `LOAD_ALLOWED_HOSTS`, which are separated by commas. */
export function allowedHostsFromEnvironment(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const hosts = (env.LOAD_ALLOWED_HOSTS ?? '').split(',').map((host) => host.trim())
  return hosts.filter((host) => host !== '')
}

interface Pattern {
  /** With a leading dot: every host that ends so. */
  readonly host: string
  readonly port: string | undefined
}

// A lone `*` is no pattern: it would allow the accident that the guard is there for.
const patternShape = /^(?<subdomains>\*\.)?(?<host>\[[\da-f:.]+\]|[^\s:/?#@*[\]\\%]+)(?::(?<port>\d{1,5}))?$/i

/** Reads a host that may be listed. */
export const hostPattern = instance(
  (found): found is string => typeof found === 'string' && (isIPv6(found) || readPattern(found) !== undefined),
  "a host, such as 'staging.example.com', '10.0.0.5:8080' or '*.example.com'",
)

function parsePattern(text: string): Pattern {
  return isIPv6(text) ? { host: normalize(text), port: undefined } : (readPattern(text) as Pattern)
}

function readPattern(text: string): Pattern | undefined {
  const { subdomains, host, port } = patternShape.exec(text)?.groups ?? {}
  // A URL writes a host as connections see it: punycode, plain IPv4, lower case.
  const url = host === undefined ? null : URL.parse(`http://${host}`)
  return url === null ? undefined : { host: (subdomains === undefined ? '' : '.') + normalize(url.hostname), port }
}

function matches(allowed: Pattern, host: string, port: string): boolean {
  if (allowed.port !== undefined && allowed.port !== port) return false
  return allowed.host.startsWith('.') ? host.endsWith(allowed.host) && host !== allowed.host : host === allowed.host
}

function normalize(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

// The unspecified addresses are here because a connection to them reaches this machine.
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('0.0.0.0', 'ipv4')
loopback.addAddress('::1', 'ipv6')
loopback.addAddress('::', 'ipv6')

/** Whether a host, as a URL has it, is this machine. */
export function isThisMachine(hostname: string): boolean {
  return isLoopback(normalize(hostname))
}

function isLoopback(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return host === 'localhost' || host.endsWith('.localhost')
  // A `BlockList` holds an IPv4-mapped IPv6 address for the IPv4 address in it.
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}
