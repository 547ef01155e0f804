import { describe, expect, it } from 'vitest'
import { type Expect, judge } from './expect.ts'
import type { Reply } from './reply.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

const request: PreparedRequest = {
  origin: 'http://h',
  method: 'GET',
  path: '/',
  headers: {},
  body: undefined,
  timeout: 1000,
  maxBody: 2048,
}
const answered = (status: number, body?: string, headers: Exchange['headers'] = {}): Exchange => ({
  status,
  headers,
  body: body === undefined ? undefined : Buffer.from(body),
  asked: 0,
  sent: 0,
  firstByte: 0,
  end: 0,
  connect: undefined,
  bytesSent: 0,
  bytesReceived: 0,
})
const judged = (expected: Expect | undefined, status: number, body = '') =>
  judge(expected, 'GET /', request, answered(status, body))

describe('without an expect', () => {
  it.each([200, 204, 304, 399])('status %i succeeds', (status) => {
    expect(judged(undefined, status)).toBeUndefined()
  })

  it.each([
    [400, 'http-4xx', '400 Bad Request'],
    [404, 'http-4xx', '404 Not Found'],
    [429, 'rate-limited', '429 Too Many Requests'],
    [499, 'http-4xx', '499'],
    [500, 'http-5xx', '500 Internal Server Error'],
    [503, 'http-5xx', '503 Service Unavailable'],
  ])('status %i fails as %s: %s', (status, category, message) => {
    expect(judged(undefined, status)).toEqual({ category, message, detail: message })
  })
})

describe('an expected status', () => {
  it.each([
    [201, 201],
    [404, 404],
    [[200, 404], 404],
  ])('%o accepts %i', (expected, status) => {
    expect(judged(expected, status)).toBeUndefined()
  })

  it.each([
    [201, 200, 'expectation', 'expected status 201, got 200'],
    [[201, 404], 302, 'expectation', 'expected status 201 or 404, got 302'],
    [201, 503, 'http-5xx', '503 Service Unavailable'],
    [201, 429, 'rate-limited', '429 Too Many Requests'],
  ])('%o does not accept %i: %s, %s', (expected, status, category, message) => {
    expect(judged(expected, status)).toMatchObject({ category, message })
  })
})

describe('a function', () => {
  it.each([
    ['accepts what it returns true for', () => true, 200],
    ['accepts an error page too', ({ status }: Reply) => status === 500, 500],
    ['sees the body', (reply: Reply) => reply.json().ok === true, 200],
  ] as const)('%s', (_, expected, status) => {
    expect(judged(expected, status, '{"ok":true}')).toBeUndefined()
  })

  it.each([
    ['returns false', () => false, 200, 'expectation', 'not as expected'],
    ['returns a reason', () => 'no price', 200, 'expectation', 'no price'],
    ['returns a reason for an error page', () => 'no price', 500, 'expectation', 'no price'],
    ['returns false for an error page', () => false, 500, 'http-5xx', '500 Internal Server Error'],
    [
      'throws',
      () => {
        throw new Error('price is undefined')
      },
      200,
      'expectation',
      'price is undefined',
    ],
    ['throws at an error page', (reply: Reply) => reply.json(), 404, 'http-4xx', '404 Not Found'],
    ['returns nothing', () => undefined, 200, 'expectation', '`expect` has to return true, false or a reason, got undefined'],
    [
      'returns what has no text',
      () => Object.create(null),
      200,
      'expectation',
      '`expect` has to return true, false or a reason, got a value without text',
    ],
    [
      'is async',
      async () => Promise.reject(new Error('unseen')),
      200,
      'expectation',
      '`expect` has to return true, false or a reason, got a promise',
    ],
  ])('that %s', (_, expected, status, category, message) => {
    expect(judged(expected as Expect, status, '')).toMatchObject({ category, message })
  })
})

describe('the detail of a failure', () => {
  it.each([
    ['has the start of the body', '{"error":"no such order"}', {}, '404 Not Found\n{"error":"no such order"}'],
    ['has 300 characters of it at most', 'ä'.repeat(301), {}, `404 Not Found\n${'ä'.repeat(300)}`],
    ['has only the status where no body was kept', undefined, {}, '404 Not Found'],
    ['has only the status where the body is compressed', '\x1f\x8b', { 'content-encoding': 'gzip' }, '404 Not Found'],
  ])('%s', (_, body, headers, detail) => {
    expect(judge(undefined, 'GET /', request, answered(404, body, headers))?.detail).toBe(detail)
  })
})
