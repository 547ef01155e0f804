import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HeadMemo } from './head-memo.ts'
import type { ResponseHead } from './response-head.ts'

const headOf = (text: string): ResponseHead => ({
  status: 200,
  contentLength: 0,
  isChunked: false,
  keepsAlive: true,
  keepAliveTimeout: undefined,
  text,
})

it('knows nothing at first', () => {
  expect(new HeadMemo().match(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 0, 19)).toBeUndefined()
})

it('knows the last head again wherever it is, and no other', () => {
  const octet = fc.constantFrom('a', 'b', '\x80', '\xff')
  const text = fc.string({ unit: octet, minLength: 1, maxLength: 12 })
  const before = fc.nat(9)
  fc.assert(
    fc.property(text, text, before, before, (kept, asked, offset, from) => {
      const memo = new HeadMemo()
      const head = headOf(kept)
      memo.keep(headOf('earlier'), Buffer.from('earlier'), 0)
      memo.keep(head, Buffer.from(`${'.'.repeat(from)}${kept}`, 'latin1'), from)
      // Also where it begins between two words of memory.
      const octets = Buffer.from(`${'.'.repeat(offset + from)}${asked}`, 'latin1').subarray(offset)

      expect(memo.match(octets, from, octets.length)).toBe(asked.startsWith(kept) ? head : undefined)
      expect(memo.match(octets, from, from + kept.length - 1)).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})
