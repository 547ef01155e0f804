import { describe, expect, it } from 'vitest'
import { maskUserInfo } from './mask-user-info.ts'

describe('user name and password of a URL', () => {
  it.each([
    ['http://ada:secret@shop:3000/a', 'http://***@shop:3000/a'],
    ['the next is to https://ada:secret@shop', 'the next is to https://***@shop'],
    ['htp://ada@shop', 'htp://***@shop'],
    ['http://ada:se/c#r?e@t@shop', 'http://***@shop'],
    ['http:\\\\ada:secret@shop', 'http:\\\\***@shop'],
    ['//ada:secret@shop/a', '//***@shop/a'],
    ['ada:secret@shop:3000', '***@shop:3000'],
    ['http:ada:secret@shop', '***@shop'],
  ])('are masked: %s', (text, masked) => {
    expect(maskUserInfo(text)).toBe(masked)
  })

  it.each(['http://shop:3000/a', '/users/@me', 'ada@shop', 'a: b', '30s'])('are not seen where there are none: %s', (text) => {
    expect(maskUserInfo(text)).toBe(text)
  })
})
