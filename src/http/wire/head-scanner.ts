import { COLON, CR, isTextOctet, isTokenOctet, LF, SPACE, ZERO } from './octets.ts'
import { malformed, ResponseError } from './response-error.ts'
import { Framing, MAX_HEAD, type ResponseHead } from './response-head.ts'

/**
 * Reads the head of a response, which may come in pieces: no octet is looked at twice, however it is cut.
 *
 * What RFC 9112 lets a client repair is refused instead, as a server under test should be told about it, and as a client that guesses
 * where a response ends takes part of one for the next:
 * - the version is 1.0 or 1.1, the status three digits from 100; nothing comes before the status line
 * - each line ends with CR LF; a bare LF, a bare CR, NUL and other control characters (but tabs in values) are refused
 * - a name is a token, right at the start of its line and right before its colon: no space before the colon, no folded lines
 * - one content-length, of digits alone and at most 2^53 − 1; not the same one twice either
 * - no transfer-encoding but `chunked`, once, in HTTP/1.1, and without a content-length; no status 1xx in HTTP/1.0
 * - at most 64 KB in all
 */
export class HeadScanner {
  readonly #framing = new Framing()
  #start = 0
  #at = 0
  /** Where the line begins that `#at` is in; -1: in the status line. */
  #line = -1
  /** Where the colon of that line is; -1: not yet there. */
  #colon = -1
  #status = 0
  #minorVersion = 0

  /** Begins with a head that starts at `start`. */
  reset(start: number): void {
    this.#framing.reset()
    this.#start = start
    this.#at = start
    this.#line = -1
    this.#colon = -1
    this.#status = 0
  }

  /** The octets that were seen will be found so much nearer to the front. */
  shift(distance: number): void {
    this.#start -= distance
    this.#at -= distance
    if (this.#line !== -1) this.#line -= distance
    if (this.#colon !== -1) this.#colon -= distance
  }

  /** Where what follows the head begins, once it is complete. */
  get end(): number {
    return this.#at
  }

  /** Goes on with octets up to `end`: the head, or `undefined` if it goes on after them. Those from its start have to be there. */
  scan(octets: Buffer, end: number): ResponseHead | undefined {
    const limit = Math.min(end, this.#start + MAX_HEAD)
    const isComplete = (this.#line !== -1 || this.#scanStatus(octets, limit)) && this.#scanHeaders(octets, limit)
    if (isComplete)
      return this.#framing.finish(this.#status, this.#minorVersion, octets.toString('latin1', this.#start, this.#at))
    if (end - this.#start >= MAX_HEAD) throw new ResponseError('too-large', 'head')
    return undefined
  }

  #scanStatus(octets: Buffer, end: number): boolean {
    const start = this.#start
    let at = this.#at
    for (; at < end && at - start < STATUS_END; at += 1) this.#takeStatus(at - start, octets[at] as number)
    if (at < end && at - start === STATUS_END && octets[at] !== CR) {
      if (octets[at] !== SPACE) throw malformed('status')
      at += 1
    }
    while (at < end && isTextOctet[octets[at] as number] === 1) at += 1
    this.#at = at
    if (at >= end || !isLineEnd(octets, at, end, 'status line')) return false
    if (this.#status < 100) throw malformed('status')
    this.#at = at + 2
    this.#line = this.#at
    return true
  }

  #takeStatus(index: number, octet: number): void {
    if (index === MINOR_VERSION) {
      this.#minorVersion = octet - ZERO
      if (octet !== ZERO && octet !== ZERO + 1) throw malformed('version')
    } else if (index > MINOR_VERSION + 1) {
      const digit = octet - ZERO
      if (digit < 0 || digit > 9) throw malformed('status')
      this.#status = this.#status * 10 + digit
    } else if (octet !== statusStart.charCodeAt(index)) {
      throw malformed('not HTTP/1')
    }
  }

  #scanHeaders(octets: Buffer, end: number): boolean {
    let at = this.#at
    let line = this.#line
    let colon = this.#colon
    let isComplete = false
    while (at < end) {
      if (colon === -1) {
        while (at < end && isTokenOctet[octets[at] as number] === 1) at += 1
        if (at === end) break
        if (at === line && octets[at] === CR) {
          isComplete = isLineEnd(octets, at, end, 'header')
          if (isComplete) at += 2
          break
        }
        if (octets[at] !== COLON || at === line) throw malformed('name of a header')
        colon = at
        at += 1
      }
      while (at < end && isTextOctet[octets[at] as number] === 1) at += 1
      if (at === end || !isLineEnd(octets, at, end, 'value of a header')) break
      this.#framing.add(octets, line, colon, at)
      at += 2
      line = at
      colon = -1
    }
    this.#at = at
    this.#line = line
    this.#colon = colon
    return isComplete
  }
}

const statusStart = 'HTTP/1.x 200'
const MINOR_VERSION = 7
const STATUS_END = statusStart.length

/** Whether a line ends at `at`, where some other octet than those of a text is; `false`: its LF is still to come. */
function isLineEnd(octets: Buffer, at: number, end: number, part: string): boolean {
  if (octets[at] !== CR) throw malformed(part)
  if (at + 1 === end) return false
  if (octets[at + 1] !== LF) throw malformed(part)
  return true
}
