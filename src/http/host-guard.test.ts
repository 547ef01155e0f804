import { describe, expect, it } from 'vitest'
import { allowedHostsFromEnvironment, createHostGuard, HostNotAllowedError } from './host-guard.ts'

const at =
  (url: string, ...allowed: string[]) =>
  () =>
    createHostGuard(allowed)(new URL(url))

it.each([
  'http://127.0.0.1:3000',
  'http://127.255.255.254',
  'http://127.1',
  'http://2130706433',
  'http://0x7f.0.0.1',
  'http://0.0.0.0:3000',
  'http://[::1]:3000',
  'http://[::]:3000',
  'http://[0:0:0:0:0:0:0:1]',
  'http://[::ffff:127.0.0.1]',
  'http://localhost:3000',
  'https://LocalHost.',
  'http://shop.localhost',
])('allows this machine as %s', (url) => {
  expect(at(url)).not.toThrow()
})

it('takes what a connector is given, with an IPv6 address in brackets or not', () => {
  const guard = createHostGuard()

  expect(() => guard({ protocol: 'http:', hostname: '::1', port: '3000' })).not.toThrow()
  expect(() => guard({ protocol: 'http:', hostname: '2001:db8::1', port: '' })).toThrow('got [2001:db8::1]:80.')
})

it.each([
  'http://example.com',
  'http://8.8.8.8',
  'http://128.0.0.1',
  'http://[::2]',
  'http://[::ffff:8.8.8.8]',
  'http://[::127.0.0.1]',
  'http://localhost.example.com',
  'http://notlocalhost',
  'http://127.0.0.1.example.com',
  'http://localhost@example.com',
])('refuses %s', (url) => {
  expect(at(url)).toThrow(HostNotAllowedError)
})

it('names the host and says how to allow it', () => {
  expect(at('https://Shop.Example.com/buy')).toThrow(
    expect.objectContaining({
      code: 'ERR_LOAD_HOST',
      host: 'shop.example.com',
      message:
        'Expected the target to be this machine or a listed host, got shop.example.com:443. To send load there, list it with ' +
        "`loadProject({ allowedHosts: ['shop.example.com'] })` or LOAD_ALLOWED_HOSTS=shop.example.com",
    }),
  )
})

describe('a listed host', () => {
  it.each([
    ['example.com', 'https://example.com'],
    ['EXAMPLE.com.', 'http://example.COM.:8080'],
    ['example.com:8080', 'http://example.com:8080'],
    ['example.com:443', 'https://example.com'],
    ['example.com:80', 'http://example.com'],
    ['*.example.com', 'http://a.b.example.com'],
    ['*.example.com:8443', 'https://a.example.com:8443'],
    ['münchen.example', 'http://xn--mnchen-3ya.example'],
    ['10.0.0.5', 'http://10.0.0.5:8080'],
    ['2001:db8::1', 'http://[2001:db8::1]:8080'],
    ['[2001:db8::1]:8080', 'http://[2001:DB8:0::1]:8080'],
  ])('%s allows %s', (allowed, url) => {
    expect(at(url, 'other.example', allowed)).not.toThrow()
  })

  it.each([
    ['example.com', 'http://shop.example.com'],
    ['example.com', 'http://badexample.com'],
    ['example.com:8080', 'http://example.com'],
    ['*.example.com', 'http://example.com'],
    ['*.example.com', 'http://badexample.com'],
    ['10.0.0.5', 'http://10.0.0.50'],
  ])('%s does not allow %s', (allowed, url) => {
    expect(at(url, allowed)).toThrow(HostNotAllowedError)
  })

  it.each(['*', '*.', '', 'https://example.com', 'example.com/path', 'a b', 'user@example.com', 'a.*.example.com', 7])(
    'cannot be written as %o',
    (allowed) => {
      expect(() => createHostGuard([allowed as string])).toThrow(
        "allowedHosts: Expected `[0]` to be a host, such as 'staging.example.com', '10.0.0.5:8080' or '*.example.com', got",
      )
    },
  )
})

it.each([
  [undefined, []],
  ['', []],
  ['a.example', ['a.example']],
  [' a.example, *.b.example:8080 ,, ', ['a.example', '*.b.example:8080']],
])('reads LOAD_ALLOWED_HOSTS=%o', (value, hosts) => {
  expect(allowedHostsFromEnvironment({ LOAD_ALLOWED_HOSTS: value })).toEqual(hosts)
})
