import { describe, expect, it } from 'vitest'
import { LoadTestError, messageOf, systemCodeOf } from './errors.ts'

class SomeError extends LoadTestError {}

function systemError(code: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(`it failed: ${code}`, options), { code })
}

describe('an error of this library', () => {
  it('has a code, the name of its class and its cause', () => {
    const cause = new Error('why')
    const error = new SomeError('ERR_LOAD_SOME', 'what', { cause })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'SomeError', code: 'ERR_LOAD_SOME', message: 'what', cause })
  })
})

describe('the message of what was thrown', () => {
  it.each([
    ['an error’s', new Error('boom'), 'boom'],
    ['its name, if it has none', new RangeError(''), 'RangeError'],
    ['a text', 'boom', 'boom'],
    ['nothing', undefined, 'undefined'],
    ['those of an aggregate without its own', new AggregateError([new Error('a'), 'b']), 'a; b'],
    ['the aggregate’s own', new AggregateError([new Error('a')], 'all failed'), 'all failed'],
  ])('is %s', (_, thrown, message) => {
    expect(messageOf(thrown)).toBe(message)
  })
})

describe('the system code of what was thrown', () => {
  it.each([
    ['its own', systemError('ECONNRESET'), 'ECONNRESET'],
    ['its cause’s', new TypeError('fetch failed', { cause: systemError('ECONNREFUSED') }), 'ECONNREFUSED'],
    ['the first of an aggregate', new AggregateError([systemError('ETIMEDOUT'), systemError('EPIPE')]), 'ETIMEDOUT'],
    ['not that of our own error', new SomeError('ERR_LOAD_SOME', 'x', { cause: systemError('EMFILE') }), 'EMFILE'],
    ['none of a code that is a number', new DOMException('x', 'AbortError'), undefined],
    ['none of a text', 'ECONNRESET', undefined],
    ['none of nothing', null, undefined],
  ])('is %s', (_, thrown, code) => {
    expect(systemCodeOf(thrown)).toBe(code)
  })

  it('ends where causes go round', () => {
    const error = new Error('round')
    error.cause = error
    expect(systemCodeOf(error)).toBeUndefined()
  })
})
