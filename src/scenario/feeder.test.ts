import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, onTestFinished } from 'vitest'
import { OptionsError } from '../core/options.ts'
import { type Feeder, type FeederOptions, feeder, isFeeder } from './feeder.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'feeder-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The path of a file that has this text. */
const write = (text: string, name = 'users.csv'): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const refusal = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(OptionsError)
    return (error as Error).message
  }
  return 'was taken'
}
const ada = { user: 'ada', password: 'x' }

describe('a feeder', () => {
  it('has rows, how they are drawn, and what happens when they are used', () => {
    const made = feeder([ada])

    expect(made).toEqual({
      kind: 'feeder',
      name: 'the list',
      rows: [ada],
      order: 'sequential',
      whenEmpty: 'restart',
      per: 'iteration',
    })
    expect([made, made.rows].every(Object.isFrozen)).toBe(true)
    expect([isFeeder(made), isFeeder([ada]), isFeeder(null)]).toEqual([true, false, false])
  })

  it('keeps its rows when the list changes', () => {
    const list = [ada]
    const made = feeder(list)
    list.push(ada)

    expect(made.rows).toHaveLength(1)
  })

  it.each<[FeederOptions, Feeder['whenEmpty']]>([
    [{ order: 'sequential' }, 'restart'],
    [{ order: 'shuffle' }, 'restart'],
    [{ order: 'random' }, undefined],
    [{ order: 'unique' }, 'error'],
    [{ order: 'unique', whenEmpty: 'stop' }, 'stop'],
    [{ order: 'shuffle', whenEmpty: 'error' }, 'error'],
  ])('with %j that runs out does: %s', (options, whenEmpty) => {
    expect(feeder([ada], options).whenEmpty).toBe(whenEmpty)
  })

  it.each<[unknown, unknown, string]>([
    [
      [],
      {},
      "feeder: Expected a value to be a list of at least one row, or a file such as 'users.csv' or 'users.json', got an empty list",
    ],
    [
      undefined,
      {},
      "feeder: Expected a value to be a list of at least one row, or a file such as 'users.csv' or 'users.json', got undefined",
    ],
    [[ada], { order: 'queue' }, "feeder: Expected `order` to be one of 'sequential', 'random', 'shuffle', 'unique', got 'queue'"],
    [[ada], { per: 'user' }, "feeder: Expected `per` to be one of 'iteration', 'session', got 'user'"],
    [[ada], { oder: 'random' }, 'feeder: Unknown option `oder`: did you mean `order`?'],
    [
      [ada],
      { order: 'unique', whenEmpty: 'restart' },
      "feeder: Expected `whenEmpty` to be 'stop' or 'error' with the order 'unique', got 'restart'",
    ],
    [
      [ada],
      { order: 'random', whenEmpty: 'stop' },
      "feeder: Expected no `whenEmpty` with the order 'random', which never runs out, got 'stop'",
    ],
    [
      [],
      { whenEmpty: 'wrap' },
      [
        'feeder: 2 problems',
        "  - Expected `whenEmpty` to be one of 'restart', 'stop', 'error', got 'wrap'",
        "  - Expected a value to be a list of at least one row, or a file such as 'users.csv' or 'users.json', got an empty list",
      ].join('\n'),
    ],
  ])('of %j with %j is refused', (source, options, message) => {
    expect(refusal(() => feeder(source as never, options as never))).toBe(message)
  })
})

describe('a file', () => {
  it('may be found by its absolute path, by its URL, or from the working directory', () => {
    const path = write('user\nada\n')
    const cwd = process.cwd()
    onTestFinished(() => process.chdir(cwd))
    process.chdir(folder)

    for (const source of [path, pathToFileURL(path), 'users.csv', './users.csv']) {
      expect(feeder(source)).toMatchObject({ name: 'users.csv', rows: [{ user: 'ada' }] })
    }
  })

  it('that does not exist is refused with the place where it was looked for', () => {
    const path = join(folder, 'nowhere.csv')

    expect(refusal(() => feeder(path))).toBe(`feeder: Expected a file at '${path}': there is none`)
    expect(refusal(() => feeder('nowhere.json'))).toBe(
      `feeder: Expected a file at 'nowhere.json', which is ${join(process.cwd(), 'nowhere.json')}: there is none`,
    )
  })

  it('that is a folder is refused', () => {
    mkdirSync(join(folder, 'folder.csv'), { recursive: true })

    expect(refusal(() => feeder(join(folder, 'folder.csv')))).toBe(
      `feeder: Expected a file at '${join(folder, 'folder.csv')}': EISDIR: illegal operation on a directory, read`,
    )
  })

  it.each([
    ['users.txt', "feeder: Expected a file that ends in .csv or .json, got 'users.txt'"],
    ['', "feeder: Expected a file that ends in .csv or .json, got ''"],
    [
      new URL('https://example.com/users.csv'),
      'feeder: Expected a list of rows, a path or a file: URL, got https://example.com/users.csv',
    ],
  ])('cannot be %s', (source, message) => {
    expect(refusal(() => feeder(source))).toBe(message)
  })
})

describe('CSV', () => {
  const rows = (text: string): readonly unknown[] => feeder(write(text)).rows

  it.each([
    ['a header and rows', 'user,password\nada,x\nbob,y\n', [ada, { user: 'bob', password: 'y' }]],
    ['no line break at its end', 'user,password\nada,x', [ada]],
    ['lines of Windows', 'user,password\r\nada,x\r\n', [ada]],
    ['a byte order mark', '\uFEFFuser,password\nada,x\n', [ada]],
    ['empty lines', '\n\nuser,password\n\nada,x\n\n\n', [ada]],
    ['spaces in its header', 'user, password \nada,x\n', [ada]],
    ['spaces in its fields, which belong to them', 'user,password\nada, x \n', [{ user: 'ada', password: ' x ' }]],
    ['quotes', 'user,password\n"ada ""the"" first","x,\ny"\n', [{ user: 'ada "the" first', password: 'x,\ny' }]],
    ['empty fields', 'user,password\n,\n', [{ user: '', password: '' }]],
    ['numbers, which stay text', 'user,password\n1,007\n', [{ user: '1', password: '007' }]],
  ])('may have %s', (_, text, expected) => {
    expect(rows(text)).toEqual(expected)
    expect(rows(text).every(Object.isFrozen)).toBe(true)
  })

  it('keeps a field that is called as something in every object', () => {
    const [row] = rows('__proto__,constructor\na,b\n') as [object]

    expect(Object.entries(row)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  it.each([
    ['a,b\n1,2\n3\n', 'Expected users.csv to have 2 fields in each row, as in its header, got 1 in line 3'],
    ['a,b\r\n1,2\r\n\r\n3,4,5\r\n', 'Expected users.csv to have 2 fields in each row, as in its header, got 3 in line 4'],
    ['a,b\n"1\n1",2\n3,4,5\n', 'Expected users.csv to have 2 fields in each row, as in its header, got 3 in line 4'],
    ['', 'Expected users.csv to have a header and at least one row, got nothing'],
    ['\n\n', 'Expected users.csv to have a header and at least one row, got nothing'],
    ['a,b\n', 'Expected users.csv to have a header and at least one row, got a header alone'],
    ['a,a\n1,2\n', "Expected users.csv to have a name of its own for each field, got 'a' twice"],
    ['a, \n1,2\n', 'Expected users.csv to have a name for each field in its header, got none for field 2'],
    ['a,b\n1,"2\n', 'Expected users.csv to be CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2'],
    ['a,b\n1,x"2"\n', 'Expected users.csv to be CSV: Invalid Opening Quote: a quote is found on field 1 at line 2, value is "x"'],
  ])('cannot be %j', (text, message) => {
    const path = write(text)

    expect(refusal(() => feeder(path))).toBe(`feeder: ${message}`)
  })

  it('gives back every field that was written as the standard says', () => {
    const field = fc.string({ unit: 'grapheme' })
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 }), (pairs) => {
        const text = ['a,b', ...pairs.map((pair) => pair.map(quoted).join(','))].join('\n')

        expect(rows(text)).toEqual(pairs.map(([a, b]) => ({ a, b })))
      }),
      { numRuns: 50 },
    )
  })
})

describe('JSON', () => {
  it('is a list, which all users share unchanged', () => {
    const { rows } = feeder<{ user: { name: string } }>(write('\uFEFF[{ "user": { "name": "ada" } }]', 'users.json'))

    expect(rows).toEqual([{ user: { name: 'ada' } }])
    expect(Object.isFrozen(rows[0]?.user)).toBe(true)
  })

  it.each([
    ['[]', 'Expected users.json to be a JSON list of at least one row, got nothing'],
    ['{"user":"ada"}', 'Expected users.json to be a JSON list of at least one row, got a value of type object'],
    ['null', 'Expected users.json to be a JSON list of at least one row, got null'],
    ['[{"user":]', 'Expected users.json to be JSON: Unexpected token \']\', "[{"user":]" is not valid JSON'],
    ['', 'Expected users.json to be JSON: Unexpected end of JSON input'],
  ])('cannot be %s', (text, message) => {
    const path = write(text, 'users.json')

    expect(refusal(() => feeder(path))).toBe(`feeder: ${message}`)
  })
})

it('has the type of its rows', () => {
  const files = () => ({ csv: feeder('users.csv'), typed: feeder<{ user: string }>('users.csv'), json: feeder('users.json') })

  expectTypeOf(feeder([{ user: 'ada', age: 7 }])).toEqualTypeOf<Feeder<{ user: string; age: number }>>()
  expectTypeOf(feeder(['lamp'], { order: 'random' })).toEqualTypeOf<Feeder<string>>()
  expectTypeOf<ReturnType<typeof files>['csv']>().toEqualTypeOf<Feeder<Record<string, string>>>()
  expectTypeOf<ReturnType<typeof files>['typed']>().toEqualTypeOf<Feeder<{ user: string }>>()
  // biome-ignore lint/suspicious/noExplicitAny: it is
  expectTypeOf<ReturnType<typeof files>['json']>().toEqualTypeOf<Feeder<any>>()
})
