import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { systemClock } from '../core/clock.ts'
import { createRandom } from '../core/random.ts'
import { createClient } from './client.ts'
import { createCookies } from './cookies.ts'
import { createHostGuard } from './host-guard.ts'
import { parseRequestDefaults } from './request-defaults.ts'
import type { Exchange, PreparedRequest } from './transport.ts'
import { createUndiciTransport } from './undici.ts'

const to = (url: string, headers: Record<string, string> = {}): PreparedRequest => {
  const { origin, pathname, search } = new URL(url)
  return { origin, method: 'GET', path: pathname + search, headers, body: undefined, timeout: 1000, maxBody: 0 }
}
const setting = (...cookies: string[]): Exchange => {
  const headers: Exchange['headers'] = { 'set-cookie': cookies.length === 1 ? `${cookies[0]}` : cookies }
  return { status: 200, headers } as Exchange
}
/** What a user sends to `next`, who was given these cookies by `first`. */
const sent = (first: string, cookies: string[], next = first): string | undefined => {
  const user = createCookies()
  user.keep(to(first), setting(...cookies))
  return user.attach(to(next)).headers.cookie
}

describe('cookies', () => {
  it.each([
    'http://localhost:3000/',
    'http://127.0.0.1:3000/',
    'http://[::1]:3000/',
    'http://shop/',
    'http://shop.local/',
    'https://shop.example/',
  ])('that %s has set go back to it', (url) => {
    expect(sent(url, ['session=abc; HttpOnly; Path=/'])).toBe('session=abc')
    expect(sent(url, ['a=1', 'b=2; SameSite=Strict'])).toBe('a=1; b=2')
    expect(sent(url, ['a=1', 'a=2'])).toBe('a=2')
    expect(sent(url, ['a=1', 'a=; Max-Age=0'])).toBeUndefined()
  })

  it.each([
    ['another path of the host', 'http://h/a', 'a=1; Path=/', 'http://h/b', 'a=1'],
    ['a path below its own', 'http://h/a', 'a=1; Path=/b', 'http://h/b/c', 'a=1'],
    ['no other path', 'http://h/a', 'a=1; Path=/b', 'http://h/bc', undefined],
    ['the folder of its page', 'http://h/a/b', 'a=1', 'http://h/a/c', 'a=1'],
    ['another port of the host', 'http://h:1/', 'a=1', 'http://h:2/', 'a=1'],
    ['no other host', 'http://127.0.0.1/', 'a=1', 'http://127.0.0.2/', undefined],
    ['no other host that it names', 'http://a.example/', 'a=1; Domain=b.example', 'http://b.example/', undefined],
    ['the domain that it names', 'http://a.shop.example/', 'a=1; Domain=shop.example', 'http://b.shop.example/', 'a=1'],
    ['a host that names itself', 'http://localhost/', 'a=1; Domain=localhost', 'http://localhost/', 'a=1'],
    ['this machine without TLS, though it is for TLS', 'http://localhost/', 'a=1; Secure', 'http://localhost/', 'a=1'],
    ['no other machine without TLS, if it is for TLS', 'https://shop.example/', 'a=1; Secure', 'http://shop.example/', undefined],
  ])('go to %s', (_, first, cookie, next, expected) => {
    expect(sent(first, [cookie], next)).toBe(expected)
  })

  it('leave a request as it is where there are none for it', () => {
    const user = createCookies()
    const request = to('http://h/')

    expect(user.attach(request)).toBe(request)
    user.keep(to('http://other/'), setting('a=1'))
    user.keep(to('http://h/'), { headers: {} } as Exchange)
    expect(user.attach(request)).toBe(request)
  })

  it('follow those that a request has itself', () => {
    const user = createCookies()
    user.keep(to('http://h/'), setting('a=1'))
    const request = to('http://h/', { cookie: 'own=2', 'x-a': '3' })

    expect(user.attach(request).headers).toEqual({ cookie: 'own=2; a=1', 'x-a': '3' })
    expect(request.headers.cookie).toBe('own=2')
  })

  it('are gone when they are cleared', () => {
    const user = createCookies()
    user.keep(to('http://h/'), setting('a=1'))
    user.clear()

    expect(user.attach(to('http://h/')).headers.cookie).toBeUndefined()
  })

  it.each(['', ';', '; Domain=', 'a=1; Domain=\x80', 'a=1; Domain=a..b', 'a=1; Expires=never; Max-Age=x', '\t', 'a=1; Path=%zz'])(
    'that make no sense, such as %o, harm nobody',
    (garbage) => {
      expect(sent('http://h/', [garbage, 'good=1'])).toContain('good=1')
    },
  )

  it('never throw, and never become what no header can hold', () => {
    const character = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f)
    const piece = fc.oneof(
      fc.constantFrom(
        'a=1',
        '; ',
        'Path=/',
        'Domain=',
        'localhost',
        '127.0.0.1',
        '=',
        'Max-Age=',
        'Expires=',
        'Secure',
        '__Host-',
      ),
      fc.string({ unit: character.map((code) => String.fromCharCode(code)), maxLength: 5 }),
    )
    const header = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''))
    const url = fc.constantFrom(
      'http://localhost:3000/',
      'http://127.0.0.1/a/b?c=%zz',
      'http://[::1]/%zz',
      'https://shop.example/',
    )
    fc.assert(
      fc.property(fc.array(header, { minLength: 1, maxLength: 4 }), url, (headers, from) => {
        expect(sent(from, headers) ?? '').toMatch(/^[\t\x20-\x7e\x80-\xff]*$/)
      }),
      { numRuns: 2000 },
    )
  })
})

it('let a user stay logged in at a real server, and nobody else', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const createUser = () => {
    const transport = createUndiciTransport({ guard: createHostGuard() })
    const defaults = parseRequestDefaults('load', { baseUrl: server.url })
    const client = createClient({
      transport,
      defaults,
      clock: systemClock,
      random: createRandom(1),
      time: { zero: 0 },
      cookies: createCookies(),
    })
    onTestFinished(() => client.close())
    return client.http
  }
  const [ada, bob] = [createUser(), createUser()]
  await ada.post('/login', { json: { user: 'ada' } })

  expect((await ada.get('/account')).json()).toMatchObject({ user: 'ada' })
  expect((await bob.get('/account')).status).toBe(401)
})
