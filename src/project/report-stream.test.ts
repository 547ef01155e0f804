import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import type { Vitest } from 'vitest/node'
import { reportStream } from './report-stream.ts'

function streamFor(reporters: unknown[], columns?: number): { wrote: string[]; width: number } {
  const wrote: string[] = []
  const stream = Object.assign(new PassThrough(), { columns })
  const logger = {
    outputStream: stream,
    errorStream: stream,
    log: (text: string) => wrote.push(`out: ${text}`),
    error: (text: string) => wrote.push(`err: ${text}`),
  }
  const report = reportStream({ config: { reporters }, logger } as unknown as Vitest)
  report.write('text')
  return { wrote, width: report.width }
}

it.each([
  [[['default', {}]], 'out: text'],
  [[['json', {}]], 'out: text'],
  [[['json', { stdout: true, outputFile: 'a.json' }]], 'out: text'],
  [
    [
      ['default', {}],
      ['json', { stdout: true }],
    ],
    'err: text',
  ],
  [[['junit', { stdout: true }]], 'err: text'],
  [[['tap', {}]], 'err: text'],
  [[['tap-flat', {}]], 'err: text'],
  [[{ onInit() {} }], 'out: text'],
])('leaves standard output to whom it belongs: %j', (reporters, expected) => {
  expect(streamFor(reporters).wrote).toEqual([expected])
})

it('is as wide as the terminal', () => {
  expect(streamFor([], 90).width).toBe(90)
  expect(streamFor([]).width).toBe(120)
})
