import { describe, expect, it } from 'vitest'
import { LoadTestError, messageOf, stackOf, systemCodeOf } from './errors.ts'

class SomeError extends LoadTestError {}

function systemError(code: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(`it failed: ${code}`, options), { code })
}

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('get')
    },
    getPrototypeOf() {
      throw new Error('getPrototypeOf')
    },
  },
)
const hostile: [kind: string, thrown: unknown, message: string][] = [
  ['no prototype', Object.create(null), 'a value without text'],
  [
    'a text that throws',
    {
      toString() {
        throw 1
      },
    },
    'a value without text',
  ],
  ['a proxy', throwing, 'a value without text'],
  ['nothing to read', '', 'a value without text'],
  ['an error with a message that is none', Object.assign(new RangeError('x'), { message: { a: 1 } }), 'RangeError'],
  ['an error with neither', Object.assign(new Error('x'), { message: 1, name: 2 }), 'a value without text'],
  ['an error of errors that are none', Object.assign(new AggregateError([]), { errors: 1 }), 'a value without text'],
]

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

  it.each(hostile)('is a text all the same: %s', (_, thrown, message) => {
    expect(messageOf(thrown)).toBe(message)
  })

  it('ends where aggregates go round', () => {
    const round = new AggregateError([])
    round.errors.push(round, round)
    expect(messageOf(round)).toContain('AggregateError; AggregateError')
  })
})

describe('the stack of what was thrown', () => {
  it('is its own', () => {
    const error = new Error('boom')
    expect(stackOf(error)).toBe(error.stack)
  })

  it.each([
    ...hostile.filter(([kind]) => !kind.startsWith('an error')),
    ['a list', Object.assign(new Error('x'), { stack: ['x'] }), ''],
    ['a text', 'boom', ''],
  ] as const)('is none where there is none: %s', (_kind, thrown, _message) => {
    expect(stackOf(thrown)).toBeUndefined()
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

  it('is none of what cannot be read', () => {
    expect(systemCodeOf(throwing)).toBeUndefined()
  })

  it('ends where causes go round', () => {
    const error = new Error('round')
    error.cause = error
    expect(systemCodeOf(error)).toBeUndefined()
  })
})
