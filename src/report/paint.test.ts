import { PassThrough } from 'node:stream'
import { afterEach, expect, it, vi } from 'vitest'
import { colored, paintFor, plain } from './paint.ts'

function stream(isTTY: boolean): NodeJS.WritableStream {
  return Object.assign(new PassThrough(), {
    isTTY,
    getColorDepth: () => (process.env.NO_COLOR === undefined ? 8 : 1),
    hasColors: () => process.env.NO_COLOR === undefined,
  })
}

afterEach(() => {
  vi.unstubAllEnvs()
})

it('paints for a terminal only, and not against the wish of its user', () => {
  vi.stubEnv('FORCE_COLOR', undefined)
  vi.stubEnv('NO_COLOR', undefined)
  vi.stubEnv('NODE_DISABLE_COLORS', undefined)
  expect(paintFor(stream(true))).toBe(colored)
  expect(paintFor(stream(false))).toBe(plain)
  vi.stubEnv('NO_COLOR', '1')
  expect(paintFor(stream(true))).toBe(plain)
})
