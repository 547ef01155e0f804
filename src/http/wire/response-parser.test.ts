import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeptBody } from '../kept-body.ts'
import { HeadMemo } from './head-memo.ts'
import { ResponseError } from './response-error.ts'
import { MAX_HEAD, readHeaders } from './response-head.ts'
import { ResponseParser } from './response-parser.ts'
import { accepted, cutOff, refused } from './responses.fixture.ts'

interface Options {
  readonly isToHead?: boolean
  readonly memo?: HeadMemo
  /** Where the octets are cut. */
  readonly cuts?: readonly number[]
}

/** What becomes of octets that come in pieces, each at the front of one buffer, as from a socket. */
function parse(text: string, { isToHead = false, memo, cuts = [] }: Options = {}) {
  const octets = Buffer.from(text, 'latin1')
  const shared = Buffer.alloc(octets.length)
  const body = new KeptBody(10_000_000)
  const parser = new ResponseParser()
  parser.reset(isToHead, body, memo)
  const edges = [0, ...cuts.filter((cut) => cut > 0 && cut < octets.length).sort((a, b) => a - b), octets.length]
  let used = 0
  try {
    for (let index = 1; index < edges.length && !parser.isComplete; index += 1) {
      const length = octets.copy(shared, 0, edges[index - 1], edges[index])
      const read = parser.read(shared, 0, length)
      used += read
      if (!parser.isComplete && read !== length) throw new Error(`Expected all ${length} octets to be read, got ${read}`)
      shared.fill('!')
    }
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error
    return { refused: error.reason }
  }
  const wasComplete = parser.isComplete
  if (!parser.finish()) return { cutOff: true }
  const { head, keepsAlive, informational } = parser
  if (head === undefined) throw new Error('Expected a complete response to have a head')
  return {
    status: head.status,
    headers: { ...readHeaders(head) },
    body: Buffer.from(body.bytes ?? []).toString('latin1'),
    rest: text.slice(used),
    keepsAlive,
    informational,
    wasComplete,
  }
}

/** Each single cut (or a thousand of them), and after every octet. */
function allCuts({ length }: string): readonly (readonly number[])[] {
  const step = Math.max(1, Math.floor(length / 1000))
  const single = Array.from({ length: Math.floor(length / step) }, (_, index) => [index * step])
  return length > 5000 ? single.slice(0, 200) : [...single, Array.from({ length }, (_, index) => index)]
}

describe('a response', () => {
  it.each(accepted)('with $name is read', ({ octets, status, body, keepsAlive }) => {
    expect(parse(octets)).toMatchObject({ status, body, keepsAlive, rest: '' })
  })

  it.each(refused)('with $name is refused: $reason', ({ octets, reason }) => {
    expect(parse(octets)).toEqual({ refused: reason })
  })

  it.each(cutOff)('of which there is $name is not complete', ({ octets }) => {
    expect(parse(octets)).toEqual({ cutOff: true })
  })

  it.each([...accepted, ...refused, ...cutOff])('with $name is the same however it is cut', ({ octets }) => {
    const whole = parse(octets)

    for (const cuts of allCuts(octets)) expect(parse(octets, { cuts }), `cut at ${cuts}`).toEqual(whole)
  })

  it.each(accepted)('with $name is the same where its head is known', ({ octets }) => {
    const memo = new HeadMemo()

    for (let times = 0; times < 3; times += 1) expect(parse(octets, { memo })).toEqual(parse(octets))
  })

  it.each(accepted)('with $name has no body in answer to HEAD', ({ octets }) => {
    const end = octets.lastIndexOf('HTTP/')
    const [head = ''] = octets.slice(end).split('\r\n\r\n')

    expect(parse(octets, { isToHead: true })).toMatchObject({ body: '', rest: octets.slice(end + head.length + 4) })
  })

  it.each(accepted.filter(({ keepsAlive, octets }) => keepsAlive && !octets.includes('HTTP/1.1 204')))(
    'with $name leaves what comes after it',
    ({ octets, body }) => {
      for (const rest of ['!', 'HTTP/1.1 200 OK\r\n', '\r\n', '0\r\n\r\n']) {
        expect(parse(octets + rest)).toMatchObject({ body, rest, wasComplete: true })
      }
    },
  )

  it('has headers in lower case, as often as they came', () => {
    const { headers } = parse(
      'HTTP/1.1 200 OK\r\nX-One:  a b \t\r\nSet-Cookie: a\r\nset-cookie: b\r\n__proto__: c\r\nx-blank: \xa0\xe4\xa0\r\ncontent-length: 0\r\n\r\n',
    )

    expect(Object.entries(headers ?? {})).toEqual([
      ['x-one', 'a b'],
      ['set-cookie', ['a', 'b']],
      ['__proto__', 'c'],
      ['x-blank', '\xa0ä\xa0'],
      ['content-length', '0'],
    ])
  })

  it('has not begun before its first octet, which is not that of a response to come', () => {
    const parser = new ResponseParser()
    parser.reset(false)
    const read = (text: string) => parser.read(Buffer.from(text), 0, text.length)

    expect([parser.hasBegun, parser.informational]).toEqual([false, 0])
    read('HTTP/1.1 103 Early Hints\r\n\r\n')
    expect([parser.hasBegun, parser.informational]).toEqual([false, 1])
    read('H')
    expect([parser.hasBegun, parser.informational]).toEqual([true, 1])
  })
})

describe('limits', () => {
  const start = 'HTTP/1.1 200 OK\r\n'
  const end = '\r\ncontent-length: 0\r\n\r\n'
  const head = (length: number) => `${start}x:${'x'.repeat(length - start.length - end.length - 2)}${end}`
  const chunked = `${start}transfer-encoding: chunked\r\n\r\n`

  it.each([[[]], [[100]], [[100, MAX_HEAD - 1]]])('a head has at most 64 KB, cut at %j', (cuts) => {
    expect(parse(head(MAX_HEAD), { cuts })).toMatchObject({ status: 200 })
    expect(parse(head(MAX_HEAD + 1), { cuts })).toEqual({ refused: 'head' })
  })

  it('a line of a chunk has at most 64 KB, but there may be any number of them', () => {
    const line = (length: number) => `1;${'x'.repeat(length - 4)}\r\n.\r\n`

    expect(parse(`${chunked}${line(MAX_HEAD).repeat(3)}0\r\n\r\n`)).toMatchObject({ body: '...' })
    expect(parse(`${chunked}${line(MAX_HEAD + 1)}0\r\n\r\n`)).toEqual({ refused: 'chunk extensions or trailers' })
  })

  it('trailers have at most 64 KB together', () => {
    const trailers = (times: number) => `${chunked}0\r\n${`x: ${'x'.repeat(95)}\r\n`.repeat(times)}\r\n`

    expect(parse(trailers(600))).toMatchObject({ body: '' })
    expect(parse(trailers(700))).toEqual({ refused: 'chunk extensions or trailers' })
  })
})

const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~\dA-Za-z]{1,20}$/).filter(isFree)
const value = fc.stringMatching(/^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]{0,30}[!-~\x80-\xff])?)?$/)
const octetText = fc.uint8Array({ maxLength: 300 }).map((octets) => Buffer.from(octets).toString('latin1'))
const headers = fc.array(fc.tuple(token, value), { maxLength: 8 })
const cutPlaces = fc.array(fc.nat(2000), { maxLength: 6 })

/** Whether a header may stand anywhere without being about the connection or the body. */
function isFree(name: string): boolean {
  return !/^(?:connection|keep-alive|content-length|transfer-encoding)$/i.test(name)
}

function writeHead(status: number, fields: readonly (readonly [string, string])[]): string {
  return `HTTP/1.1 ${status} Some Words\r\n${fields.map(([name, text]) => `${name}: ${text}\r\n`).join('')}`
}

const chunks = fc.array(
  fc.tuple(
    octetText.filter(({ length }) => length > 0),
    fc.constantFrom('', ';a', ';a=b', ';a="b c"'),
  ),
  {
    maxLength: 4,
  },
)

const sizedResponse = fc
  .tuple(
    fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304),
    headers,
    octetText,
  )
  .map(([status, fields, body]) => ({
    octets: `${writeHead(status, fields)}Content-Length: ${body.length}\r\n\r\n${body}`,
    status,
    fields,
    body,
  }))
const chunkedResponse = fc.tuple(headers, chunks, headers).map(([fields, parts, trailers]) => ({
  octets:
    `${writeHead(200, fields)}transfer-encoding: Chunked\r\n\r\n` +
    parts.map(([data, extension]) => `${data.length.toString(16)}${extension}\r\n${data}\r\n`).join('') +
    `0\r\n${trailers.map(([name, text]) => `${name}: ${text}\r\n`).join('')}\r\n`,
  status: 200,
  fields,
  body: parts.map(([data]) => data).join(''),
}))
const endedResponse = fc
  .tuple(headers, octetText)
  .map(([fields, body]) => ({ octets: `${writeHead(200, fields)}\r\n${body}`, status: 200, fields, body }))
const response = fc.oneof(sizedResponse, chunkedResponse, endedResponse)
const informational = fc
  .array(fc.tuple(fc.constantFrom(100, 102, 103, 199), headers), { maxLength: 2 })
  .map((before) => before.map(([status, fields]) => `${writeHead(status, fields)}\r\n`).join(''))

describe('any response', () => {
  it('is read as it was written, however it is cut', () => {
    fc.assert(
      fc.property(informational, response, cutPlaces, (before, { octets, status, fields, body }, cuts) => {
        const parsed = parse(before + octets, { cuts })

        expect(parsed).toMatchObject({ status, body, rest: '' })
        for (const [name, text] of fields) {
          expect([parsed.headers?.[name.toLowerCase()]].flat()).toContain(text)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('that was spoilt is the same however it is cut, and is refused or read, and nothing else', () => {
    const spoil = fc.tuple(fc.nat(3000), fc.constantFrom('replace', 'insert', 'remove', 'double'), fc.nat(255))
    fc.assert(
      fc.property(response, fc.array(spoil, { minLength: 1, maxLength: 4 }), cutPlaces, ({ octets }, faults, cuts) => {
        const spoilt = faults.reduce((text, [place, kind, octet]) => {
          const at = place % (text.length + 1)
          const inserted = kind === 'replace' || kind === 'insert' ? String.fromCharCode(octet) : ''
          if (kind === 'double') return text.slice(0, at) + text.slice(Math.max(0, at - 10))
          return text.slice(0, at) + inserted + text.slice(kind === 'insert' ? at : at + 1)
        }, octets)

        expect(parse(spoilt, { cuts })).toEqual(parse(spoilt))
      }),
      { numRuns: 2000 },
    )
  })

  it('is not taken from octets at random', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }).filter(([first]) => first !== 0x48),
        cutPlaces,
        (octets, cuts) => {
          expect(parse(Buffer.from(octets).toString('latin1'), { cuts })).toEqual({ refused: 'not HTTP/1' })
        },
      ),
    )
  })
})
