import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { BodyError, createReply, type Reply } from './reply.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

const request: PreparedRequest = {
  origin: 'http://127.0.0.1:3000',
  method: 'GET',
  path: '/orders?id=42',
  headers: {},
  body: undefined,
  timeout: 1000,
  maxBody: 2048,
}
const exchange: Exchange = {
  status: 200,
  headers: {},
  body: new Uint8Array(),
  asked: 0,
  sent: 0,
  firstByte: 0,
  end: 0,
  connect: undefined,
  bytesSent: 0,
  bytesReceived: 0,
}
const reply = (body: Uint8Array | string | undefined, more: Partial<Exchange> = {}): Reply =>
  createReply('GET /orders', request, { ...exchange, body: typeof body === 'string' ? Buffer.from(body) : body, ...more })
const bodyError = (message: string) => expect.objectContaining({ code: 'ERR_LOAD_BODY', message, name: BodyError.name })

it('has status, headers and URL', () => {
  const { status, ok, headers, url } = reply('', { status: 404, headers: { 'set-cookie': ['a=1', 'b=2'] } })

  expect([status, ok, url]).toEqual([404, false, 'http://127.0.0.1:3000/orders?id=42'])
  expect(headers['set-cookie']).toEqual(['a=1', 'b=2'])
})

it.each([
  [199, false],
  [200, true],
  [299, true],
  [300, false],
])('with status %i is ok: %o', (status, ok) => {
  expect(reply('', { status }).ok).toBe(ok)
})

describe('a body', () => {
  it('is bytes, text and JSON', () => {
    const { json, text, bytes } = { json: reply('{"ä":1}').json(), text: reply('ä').text(), bytes: reply('ä').bytes() }

    expect(json).toEqual({ ä: 1 })
    expect(text).toBe('ä')
    expect([...bytes]).toEqual([0xc3, 0xa4])
  })

  it('may begin with a byte order mark', () => {
    expect(reply('\uFEFF[1]').json()).toEqual([1])
  })

  it('is of any type unless one is named', () => {
    expectTypeOf(reply('1').json()).toBeAny()
    expectTypeOf(reply('1').json<number>()).toBeNumber()
  })

  const plain = Buffer.from('{"order":42}')
  it.each([
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['zstd', zstdCompressSync(plain)],
    ['identity', plain],
    ['GZIP', gzipSync(plain)],
    ['deflate, gzip', gzipSync(deflateSync(plain))],
    [['deflate', 'br'], brotliCompressSync(deflateSync(plain))],
  ])('that is encoded as %s is decoded', (encoding, body) => {
    expect(reply(body, { headers: { 'content-encoding': encoding } }).json()).toEqual({ order: 42 })
  })

  it('that is empty is not decoded', () => {
    expect(reply('', { headers: { 'content-encoding': 'gzip' } }).text()).toBe('')
  })

  it.each([
    ['gzip', 'nonsense', 'The body of GET /orders cannot be decoded: incorrect header check'],
    ['gzip', gzipSync(plain).subarray(0, 15), 'The body of GET /orders cannot be decoded: unexpected end of file'],
    [
      'compress',
      'x',
      "The body of GET /orders cannot be decoded: Expected a content-encoding of gzip, br, deflate or zstd, got 'compress'",
    ],
  ])('that is not what its encoding %s says is an error', (encoding, body, message) => {
    expect(() => reply(body, { headers: { 'content-encoding': encoding } }).text()).toThrow(bodyError(message))
  })

  it('that was not kept is an error that names maxBody', () => {
    const reply = createReply('GET /orders', { ...request, maxBody: 0 }, { ...exchange, body: undefined })
    expect(() => reply.bytes()).toThrow('The body of GET /orders was not kept, because `maxBody` is 0: raise it')
  })

  it('that was dropped is an error that names maxBody', () => {
    const message = 'Expected the body of GET /orders to be at most 2 KB, got a larger one, which was dropped: raise `maxBody`'
    const bomb = gzipSync(Buffer.alloc(2049))

    expect(() => reply(undefined).bytes()).toThrow(bodyError(message))
    expect(() => reply(bomb, { headers: { 'content-encoding': 'gzip' } }).bytes()).toThrow(bodyError(message))
  })

  it.each([
    [16 * 1024 ** 2, '16 MB'],
    [1536, '1536 bytes'],
  ])('may be at most as long as a maxBody of %i says: %s', (maxBody, limit) => {
    expect(() => createReply('GET /', { ...request, maxBody }, { ...exchange, body: undefined }).bytes()).toThrow(
      `at most ${limit},`,
    )
  })

  it.each([
    ['<html>Bad Gateway</html>', "Expected GET /orders to answer with JSON, got status 502 and '<html>Bad Gateway</html>'"],
    ['', 'Expected GET /orders to answer with JSON, got status 502 and no body'],
    ['x'.repeat(101), `Expected GET /orders to answer with JSON, got status 502 and '${'x'.repeat(100)}…'`],
  ])('of %o is no JSON', (body, message) => {
    expect(() => reply(body, { status: 502 }).json()).toThrow(bodyError(message))
  })
})
