import { describe, expect, it } from 'vitest'
import { prepare } from '../transport.fixture.ts'
import type { PreparedRequest } from '../transport.ts'
import { encodeRequest } from './encode-request.ts'

const origin = 'http://127.0.0.1:3000'
const write = (more: Partial<PreparedRequest>, keepAlive = true): string => {
  const { start, rest, length } = encodeRequest({ ...prepare(origin, '/a?b=c'), ...more }, keepAlive)
  const bytes = Buffer.concat([start, rest ?? Buffer.alloc(0)])
  expect(length).toBe(bytes.length)
  return bytes.toString('latin1')
}
const start = 'host: 127.0.0.1:3000\r\nconnection: keep-alive\r\n'

describe('a request is written', () => {
  it.each<[string, Partial<PreparedRequest>, string]>([
    ['with its path', {}, `GET /a?b=c HTTP/1.1\r\n${start}\r\n`],
    ['with its headers', { headers: { a: 'b', c: 'd:\te' } }, `GET /a?b=c HTTP/1.1\r\n${start}a: b\r\nc: d:\te\r\n\r\n`],
    ['with octets beyond ASCII', { headers: { a: '\xe4' }, path: '/\xe4' }, `GET /\xe4 HTTP/1.1\r\n${start}a: \xe4\r\n\r\n`],
    [
      'with the host that it names',
      { headers: { host: 'a.test' } },
      'GET /a?b=c HTTP/1.1\r\nhost: a.test\r\nconnection: keep-alive\r\n\r\n',
    ],
    ['to HTTPS', { origin: 'https://[::1]' }, 'GET /a?b=c HTTP/1.1\r\nhost: [::1]\r\nconnection: keep-alive\r\n\r\n'],
    [
      'with its body',
      { method: 'POST', body: Buffer.from('\xff\0', 'latin1') },
      `POST /a?b=c HTTP/1.1\r\n${start}content-length: 2\r\n\r\n\xff\0`,
    ],
    [
      'with a body where it is not usual',
      { body: Buffer.from('x') },
      `GET /a?b=c HTTP/1.1\r\n${start}content-length: 1\r\n\r\nx`,
    ],
    ['without the body that is usual', { method: 'PUT' }, `PUT /a?b=c HTTP/1.1\r\n${start}content-length: 0\r\n\r\n`],
    [
      'with an empty body',
      { method: 'POST', body: Buffer.alloc(0) },
      `POST /a?b=c HTTP/1.1\r\n${start}content-length: 0\r\n\r\n`,
    ],
    ['with an empty body where none is usual', { body: Buffer.alloc(0) }, `GET /a?b=c HTTP/1.1\r\n${start}\r\n`],
  ])('%s', (_, more, written) => {
    expect(write(more)).toBe(written)
  })

  it('for a connection of its own', () => {
    expect(write({}, false)).toBe('GET /a?b=c HTTP/1.1\r\nhost: 127.0.0.1:3000\r\nconnection: close\r\n\r\n')
  })

  it('with a large body that is not copied', () => {
    const body = Buffer.alloc(100_000)

    expect(encodeRequest(prepare(origin, '/', { method: 'POST', body }), true).rest).toBe(body)
  })
})

it('is encoded once, however often the same is sent', () => {
  const request = prepare(origin, '/')
  const encoded = encodeRequest(request, true)

  expect(encodeRequest(request, true)).toBe(encoded)
  expect(encodeRequest(request, false)).not.toBe(encoded)
  expect(encodeRequest(prepare(origin, '/'), true)).not.toBe(encoded)
})
