import { describe, expect, expectTypeOf, it } from 'vitest'
import { LoadTestError } from './errors.ts'
import {
  duration,
  flag,
  instance,
  integer,
  list,
  number,
  OptionsError,
  object,
  oneOf,
  optional,
  parseOptions,
  type Reader,
  rate,
  share,
  size,
  text,
} from './options.ts'

const options = object({
  name: text,
  timeout: optional(duration(), 30_000),
  arrivals: optional(oneOf('uniform', 'poisson')),
  stages: optional(list(object({ target: rate(), duration: duration() }), 'stages'), []),
})

function refusal(found: unknown, reader: Reader<unknown>): string {
  try {
    parseOptions('load', found, reader)
  } catch (error) {
    return (error as Error).message
  }
  return 'was taken'
}

describe('options', () => {
  it('come out in the library’s own units, with what was left out', () => {
    const read = parseOptions('load', { name: 'a', stages: [{ target: '60/min', duration: '2s' }] }, options)
    expect(read).toEqual({ name: 'a', timeout: 30_000, arrivals: undefined, stages: [{ target: 1, duration: 2000 }] })
    expectTypeOf(read.timeout).toEqualTypeOf<number>()
    expectTypeOf(read.arrivals).toEqualTypeOf<'uniform' | 'poisson' | undefined>()
  })

  it('may be left out as a whole', () => {
    expect(parseOptions('load', undefined, object({ timeout: optional(duration(), 5) }))).toEqual({ timeout: 5 })
  })

  it('are refused with one problem in one line', () => {
    expect(refusal({ name: '' }, options)).toBe("load: Expected `name` to be a text, got ''")
  })

  it('are shown without user name and password, also where they are long', () => {
    expect(refusal(`htp://ada:${'secret'.repeat(20)}@shop`, duration())).toContain("got 'htp://***@shop'")
  })

  it('are refused with all problems at once', () => {
    const found = { timeout: 'x', arrivals: 'random', stages: [{ target: '200/s', duration: '1s' }, { target: -1 }], tiemout: 5 }
    expect(refusal(found, options)).toBe(
      [
        'load: 6 problems',
        '  - Unknown option `tiemout`: did you mean `timeout`?',
        '  - Expected `name` to be a text, got undefined',
        "  - Expected `timeout` to be a time above 0, such as '30s', got 'x'",
        "  - Expected `arrivals` to be one of 'uniform', 'poisson', got 'random'",
        "  - Expected `stages[1].target` to be a rate above 0, such as '200/s', got -1",
        "  - Expected `stages[1].duration` to be a time above 0, such as '30s', got undefined",
      ].join('\n'),
    )
  })

  it('throw an error with a code, and with where each problem is', () => {
    const error = new OptionsError('load', [{ at: 'stages[1].target', message: 'Too low' }])
    expect(error).toBeInstanceOf(LoadTestError)
    expect(error).toMatchObject({ name: 'OptionsError', code: 'ERR_LOAD_OPTIONS', problems: [{ at: 'stages[1].target' }] })
  })
})

describe('an unknown option', () => {
  const known = object({ vus: optional(flag), duration: optional(flag), maxDuration: optional(flag), timeout: optional(flag) })

  it.each([
    ['vsu', 'did you mean `vus`?'],
    ['maxduration', 'did you mean `maxDuration`?'],
    ['TIMEOUT', 'did you mean `timeout`?'],
    ['durations', 'did you mean `duration`?'],
    ['ab', 'known are `vus`, `duration`, `maxDuration`, `timeout`'],
    ['spawnRate', 'known are `vus`, `duration`, `maxDuration`, `timeout`'],
  ])('named %s is refused with help', (name, help) => {
    expect(refusal({ [name]: 1 }, known)).toBe(`load: Unknown option \`${name}\`: ${help}`)
  })

  it('is named with its whole path', () => {
    expect(refusal({ http: { tls: 1 } }, object({ http: object({ keepAlive: optional(flag) }) }))).toBe(
      'load: Unknown option `http.tls`: known are `keepAlive`',
    )
  })
})

describe('a reader', () => {
  it.each([
    ['a duration', duration(), '1.5s', 1500],
    ['a duration at its bound', duration({ min: 0 }), 0, 0],
    ['a rate', rate(), '60/min', 1],
    ['a share', share(), '100%', 1],
    ['a size', size(), '1KB', 1024],
    ['an integer', integer(), 1, 1],
    ['a number', number(), -1.5, -1.5],
    ['a text', text, 'a', 'a'],
    ['a flag', flag, false, false],
    ['a choice', oneOf('a', 'b'), 'b', 'b'],
    ['a list', list(flag, 'flags'), [true], [true]],
    ['an empty list', list(flag, 'flags', { min: 0 }), [], []],
  ])('reads %s', (_, reader: Reader<unknown>, found, value) => {
    expect(parseOptions('load', found, reader)).toEqual(value)
  })

  it.each([
    [duration(), 0, "a time above 0, such as '30s', got 0"],
    [duration({ min: 0, max: 60_000 }), '2min', "a time from 0 to 60000, such as '30s', got '2min'"],
    [rate({ max: 5 }), '6/s', "a rate of at most 5, such as '200/s', got '6/s'"],
    [share(), 1.5, "a share from 0 to 1, such as '1%', got 1.5"],
    [share({ above: 0, max: 1 }), '0%', "a share above 0 and of at most 1, such as '1%', got '0%'"],
    [size({ min: 1 }), '0B', "a size of at least 1, such as '16MB', got '0B'"],
    [integer(), 1.5, 'a whole number of at least 1, got 1.5'],
    [integer({ min: 0, max: 5 }), 6, 'a whole number from 0 to 5, got 6'],
    [number(), Number.NaN, 'a number, such as 1, got NaN'],
    [text, 5, 'a text, got 5'],
    [flag, 'yes', "true or false, got 'yes'"],
    [list(flag, 'flags'), [], 'a list of at least one flags, got an empty list'],
    [list(flag, 'flags', { min: 2 }), [true], 'a list of at least 2 flags, got a list'],
    [list(flag, 'flags', { min: 0 }), {}, 'a list of flags, got an object'],
    [object({ a: flag }), [true], 'an object of options, got a list'],
    [object({ a: flag }), () => 1, 'an object of options, got a function'],
    [instance((found): found is Date => found instanceof Date, 'a date'), null, 'a date, got null'],
    [text, undefined, 'a text, got undefined'],
    [flag, 'x'.repeat(61), `true or false, got '${'x'.repeat(60)}…'`],
  ])('refuses to the letter (%#)', (reader: Reader<unknown>, found, rest) => {
    expect(refusal(found, reader)).toBe(`load: Expected a value to be ${rest}`)
  })

  it('says where in a list', () => {
    expect(refusal([true, 1], list(flag, 'flags'))).toBe('load: Expected `[1]` to be true or false, got 1')
  })
})
