import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { OutputTail } from './output-tail.ts'

async function tailOf(...chunks: readonly (string | Uint8Array)[]): Promise<OutputTail> {
  const stream = new PassThrough()
  const tail = new OutputTail()
  tail.follow(stream)
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await new Promise((resolve) => stream.once('end', resolve))
  return tail
}

it('puts lines together from chunks, also in the middle of a character', async () => {
  const bytes = new TextEncoder().encode('grün\n')
  const tail = await tailOf('one\r\ntw', 'o\n', bytes.subarray(0, 3), bytes.subarray(3), 'unended')
  expect(tail.last(10)).toEqual(['one', 'two', 'grün', 'unended'])
})

it('keeps the last 200 lines', async () => {
  const tail = await tailOf(Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join(''))
  expect(tail.last(1000)).toHaveLength(200)
  expect(tail.last(2)).toEqual(['line 998', 'line 999'])
})

it('gives lines without colours and control characters', async () => {
  const tail = await tailOf('\u001b[31mError\u001b[39m: \u0007bell\n')
  expect(tail.last(1)).toEqual(['Error: \\x07bell'])
})
