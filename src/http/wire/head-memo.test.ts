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

const octets = Buffer.from('HTTP/1.1 200 OK\r\n\r\n')
const matches = (memo: HeadMemo) => memo.match(octets, 0, octets.length) !== undefined

it('knows a head that came twice', () => {
  const memo = new HeadMemo()
  const known: boolean[] = []
  for (let times = 0; times < 3; times += 1) {
    memo.keep(headOf(octets.toString()), octets, 0)
    known.push(matches(memo))
  }

  expect(known).toEqual([false, true, true])
})

it('gives up where no head comes twice, but not while some do', () => {
  const patient = new HeadMemo()
  const memo = new HeadMemo()
  for (let times = 0; times < 150; times += 1) {
    memo.keep(headOf(octets.toString()), octets, 0)
    patient.keep(headOf(octets.toString()), octets, 0)
    if (times % 90 === 50) patient.match(octets, 0, octets.length)
  }

  expect([matches(memo), matches(patient)]).toEqual([false, true])
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
