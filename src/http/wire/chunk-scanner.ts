import type { KeptBody } from '../kept-body.ts'
import { COLON, CR, hexValueOf, isTextOctet, isTokenOctet, LF, SEMICOLON } from './octets.ts'
import { malformed, ResponseError } from './response-error.ts'
import { MAX_HEAD } from './response-head.ts'

/**
 * Undoes the chunked coding (RFC 9112 §7.1), octet by octet but for the data, so that pieces may end anywhere.
 *
 * Extensions and trailers are read over, as nothing here asks for them; they are checked all the same. A size has hexadecimal digits alone
 * and is at most 2^53 − 1; no blank follows it. A line of size and extensions has at most 64 KB, as have all trailers together.
 */
export class ChunkScanner {
  isComplete = false
  #state = FIRST_DIGIT
  /** Of the chunk: its size while that is read, then what is still to come. */
  #left = 0
  /** Octets of the line of a chunk, or of the trailers. */
  #overhead = 0

  reset(): void {
    this.isComplete = false
    this.#state = FIRST_DIGIT
    this.#left = 0
    this.#overhead = 0
  }

  /** Goes on with the octets from `from` to `end`, and returns where it stopped: at `end`, or after the response's last octet. */
  read(octets: Buffer, from: number, end: number, body: KeptBody | undefined): number {
    let at = from
    while (at < end && !this.isComplete) {
      if (this.#state === DATA) {
        const stop = Math.min(end, at + this.#left)
        body?.addCopy(octets, at, stop)
        this.#left -= stop - at
        at = stop
        if (this.#left === 0) this.#state = DATA_CR
      } else {
        this.#overhead += 1
        if (this.#overhead > MAX_HEAD) throw new ResponseError('too-large', 'chunk extensions or trailers')
        this.#state = this.#take(octets[at] as number)
        at += 1
      }
    }
    return at
  }

  /** Takes one octet that is no data; returns the state after it. */
  #take(octet: number): number {
    switch (this.#state) {
      case FIRST_DIGIT:
        if (hexValueOf[octet] === NO_DIGIT) throw malformed('size of a chunk')
        this.#left = hexValueOf[octet] as number
        return SIZE
      case SIZE:
        return this.#takeSize(octet)
      case EXTENSION:
        if (isTextOctet[octet] === 1) return EXTENSION
        if (octet !== CR) throw malformed('extension of a chunk')
        return SIZE_LF
      case SIZE_LF:
        if (octet !== LF) throw malformed('size of a chunk')
        this.#overhead = 0
        return this.#left === 0 ? TRAILER_START : DATA
      case DATA_CR:
        if (octet !== CR) throw malformed('end of a chunk')
        return DATA_LF
      case DATA_LF:
        if (octet !== LF) throw malformed('end of a chunk')
        this.#overhead = 0
        return FIRST_DIGIT
      case TRAILER_START:
        if (octet === CR) return LAST_LF
        if (isTokenOctet[octet] !== 1) throw malformed('trailer')
        return TRAILER_NAME
      case TRAILER_NAME:
        if (isTokenOctet[octet] === 1) return TRAILER_NAME
        if (octet !== COLON) throw malformed('trailer')
        return TRAILER_VALUE
      case TRAILER_VALUE:
        if (isTextOctet[octet] === 1) return TRAILER_VALUE
        if (octet !== CR) throw malformed('trailer')
        return TRAILER_LF
      case TRAILER_LF:
        if (octet !== LF) throw malformed('trailer')
        return TRAILER_START
      default:
        if (octet !== LF) throw malformed('trailer')
        this.isComplete = true
        return LAST_LF
    }
  }

  #takeSize(octet: number): number {
    const digit = hexValueOf[octet] as number
    if (digit !== NO_DIGIT) {
      this.#left = this.#left * 16 + digit
      if (this.#left > Number.MAX_SAFE_INTEGER) throw malformed('size of a chunk')
      return SIZE
    }
    if (octet === CR) return SIZE_LF
    if (octet === SEMICOLON) return EXTENSION
    throw malformed('size of a chunk')
  }
}

const NO_DIGIT = 255
const FIRST_DIGIT = 0
const SIZE = 1
const EXTENSION = 2
const SIZE_LF = 3
const DATA = 4
const DATA_CR = 5
const DATA_LF = 6
const TRAILER_START = 7
const TRAILER_NAME = 8
const TRAILER_VALUE = 9
const TRAILER_LF = 10
const LAST_LF = 11
