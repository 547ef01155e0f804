import type { Exchange } from '../transport.ts'
import { SPACE, TAB, ZERO } from './octets.ts'
import { malformed } from './response-error.ts'

/** Octets of a status line and its headers, together; and of a chunk's extensions, and of the trailers of a response. */
export const MAX_HEAD = 65_536

/** What the head of a response says; it does not change, so that responses which begin with the same octets can share it. */
export interface ResponseHead {
  readonly status: number
  /** Octets of the body; `undefined`: not said. */
  readonly contentLength: number | undefined
  readonly isChunked: boolean
  /** Whether the server leaves the connection open. */
  readonly keepsAlive: boolean
  /** Milliseconds for which it says that it will; `undefined`: not said. */
  readonly keepAliveTimeout: number | undefined
  /** All of it as it came, each octet one character. */
  readonly text: string
}

/** The headers of a head: names in lower case, what came several times is a list. */
export function readHeaders({ text }: ResponseHead): Exchange['headers'] {
  // Without a prototype, `__proto__` is a name like any other.
  const headers: Record<string, string | string[]> = Object.create(null)
  // The last line is the empty one.
  for (const line of text.split('\r\n').slice(1, -2)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = trimBlanks(line.slice(colon + 1))
    const known = headers[name]
    if (known === undefined) headers[name] = value
    else if (typeof known === 'string') headers[name] = [known, value]
    else known.push(value)
  }
  return headers
}

/** Gathers the few headers that say where a response ends and what becomes of the connection (RFC 9112 §6.3 and §9.3). */
export class Framing {
  #contentLength: number | undefined
  #isChunked = false
  #hasKeepAlive = false
  #connection = ''
  #keepAlive = ''

  reset(): void {
    this.#contentLength = undefined
    this.#isChunked = false
    this.#hasKeepAlive = false
    this.#connection = ''
    this.#keepAlive = ''
  }

  /** Takes a header; most are let go by the length of their names, without a text being made of them. */
  add(octets: Buffer, start: number, colon: number, end: number): void {
    switch (colon - start) {
      case 10:
        if (isNamed('connection', octets, start)) this.#addConnection(octets, colon, end)
        else if (isNamed('keep-alive', octets, start)) this.#keepAlive += readValue(octets, colon, end)
        break
      case 14:
        if (isNamed('content-length', octets, start)) this.#addLength(octets, colon + 1, end)
        break
      case 17:
        if (isNamed('transfer-encoding', octets, start)) this.#addCoding(readValue(octets, colon, end))
        break
    }
  }

  /** The head that these headers were part of. */
  finish(status: number, minorVersion: number, text: string): ResponseHead {
    if (this.#isChunked && this.#contentLength !== undefined) throw malformed('content-length and transfer-encoding')
    if (status < 200 && minorVersion === 0) throw malformed('status 1xx in HTTP/1.0')
    if (this.#isChunked && minorVersion === 0) throw malformed('transfer-encoding in HTTP/1.0')
    return {
      status,
      contentLength: this.#contentLength,
      isChunked: this.#isChunked,
      keepsAlive: this.#keepsAlive(minorVersion),
      keepAliveTimeout: this.#keepAlive === '' ? undefined : readTimeout(this.#keepAlive),
      text,
    }
  }

  #keepsAlive(minorVersion: number): boolean {
    if (this.#connection === '') return minorVersion === 1 || this.#hasKeepAlive
    if (hasClose.test(this.#connection)) return false
    return minorVersion === 1 || this.#hasKeepAlive || hasKeepAlive.test(this.#connection)
  }

  #addConnection(octets: Buffer, colon: number, end: number): void {
    // What most servers say needs no text: it is what HTTP/1.1 means without it.
    const isUsual = end - colon === 12 && octets[colon + 1] === SPACE && isNamed('keep-alive', octets, colon + 2)
    if (isUsual) this.#hasKeepAlive = true
    else this.#connection += `${readValue(octets, colon, end)},`
  }

  #addLength(octets: Buffer, from: number, end: number): void {
    if (this.#contentLength !== undefined) throw malformed('second content-length')
    const start = skipBlanks(octets, from, end)
    let length = 0
    let at = start
    for (; at < end; at += 1) {
      const digit = (octets[at] as number) - ZERO
      if (digit < 0 || digit > 9) break
      length = length * 10 + digit
      if (length > Number.MAX_SAFE_INTEGER) throw malformed('content-length')
    }
    if (at === start || skipBlanks(octets, at, end) !== end) throw malformed('content-length')
    this.#contentLength = length
  }

  #addCoding(value: string): void {
    if (this.#isChunked || value.toLowerCase() !== 'chunked') throw malformed('transfer-encoding other than chunked')
    this.#isChunked = true
  }
}

const hasClose = /(?:^|,)[\t ]*close[\t ]*,/i
const hasKeepAlive = /(?:^|,)[\t ]*keep-alive[\t ]*,/i

function readTimeout(keepAlive: string): number | undefined {
  const seconds = /timeout=(\d+)/i.exec(keepAlive)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

/** `name` is in lower case, and as long as what it is compared with. */
function isNamed(name: string, octets: Buffer, start: number): boolean {
  for (let index = 0; index < name.length; index += 1) {
    // Of the letters and the hyphen, 0x20 is the bit that tells lower from upper case, or is set already.
    if (((octets[start + index] as number) | 0x20) !== name.charCodeAt(index)) return false
  }
  return true
}

function readValue(octets: Buffer, colon: number, end: number): string {
  return trimBlanks(octets.toString('latin1', colon + 1, end))
}

function skipBlanks(octets: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && isBlank(octets[at] as number)) at += 1
  return at
}

// `trim` would also take what is a blank in Unicode, such as U+00A0, and part of the value here.
function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start += 1
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB
}
