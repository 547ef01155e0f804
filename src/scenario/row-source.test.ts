import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { type FeederOptions, feeder } from './feeder.ts'
import { exhausted, FeederEmptyError, openFeeder } from './row-source.ts'

const names = ['ada', 'bob', 'cyd', 'dan']

/** So many draws of a run with that seed. */
const draw = (count: number, options: FeederOptions, seed = 1, rows = names): unknown[] => {
  const source = openFeeder(feeder(rows, options), createRandom(seed))
  return Array.from({ length: count }, () => source.next())
}

describe('rows', () => {
  it('come as they stand, and again when all are used', () => {
    expect(draw(6, {})).toEqual(['ada', 'bob', 'cyd', 'dan', 'ada', 'bob'])
  })

  it('come at random, any at any time', () => {
    const drawn = draw(4000, { order: 'random' })

    for (const name of names) {
      // Four standard deviations of a binomial distribution.
      expect(Math.abs(drawn.filter((one) => one === name).length - 1000)).toBeLessThan(4 * Math.sqrt(750))
    }
    expect(drawn.slice(0, 20).some((name, index, all) => name === all[index + 1])).toBe(true)
  })

  it('come shuffled: all of them in each round, and the rounds unlike', () => {
    const drawn = draw(400, { order: 'shuffle' })
    const rounds = Array.from({ length: 100 }, (_, round) => drawn.slice(4 * round, 4 * round + 4))

    for (const round of rounds) expect(round.toSorted()).toEqual(names)
    expect(new Set(rounds.map(String)).size).toBeGreaterThan(20)
  })

  it('come shuffled in each order alike', () => {
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 6000; seed += 1) {
      const order = String(draw(3, { order: 'shuffle' }, seed, ['a', 'b', 'c']))
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)

    expect(counts.size).toBe(6)
    // 0.999 quantile at 5 degrees of freedom.
    expect(chiSquare).toBeLessThan(20.5)
  })

  it.each(['random', 'shuffle'] as const)('that come in %s order are the same for the same seed', (order) => {
    expect(draw(50, { order }, 7)).toEqual(draw(50, { order }, 7))
    expect(draw(50, { order }, 7)).not.toEqual(draw(50, { order }, 8))
  })

  it('are there anew for each run', () => {
    const users = feeder(names, { order: 'unique' })
    const [first, second] = [openFeeder(users, createRandom(1)), openFeeder(users, createRandom(1))]

    expect([first.next(), first.next(), second.next()]).toEqual(['ada', 'bob', 'ada'])
  })
})

describe('when all rows are used', () => {
  it.each<FeederOptions>([
    { order: 'unique', whenEmpty: 'stop' },
    { whenEmpty: 'stop' },
    { order: 'shuffle', whenEmpty: 'stop' },
  ])('with %j there is none any more', (options) => {
    const drawn = draw(6, options)

    expect(drawn.slice(0, 4).toSorted()).toEqual(names)
    expect(drawn.slice(4)).toEqual([exhausted, exhausted])
  })

  it.each<[FeederOptions, readonly string[], string]>([
    [
      { order: 'unique' },
      names,
      'Expected the list to have a row for each iteration, but all 4 are used: add rows, or choose another `order` or `whenEmpty`',
    ],
    [
      { whenEmpty: 'error', per: 'session' },
      ['ada'],
      'Expected the list to have a row for each session, but its only one is used: add rows, or choose another `order` or `whenEmpty`',
    ],
  ])('with %j it is an error', (options, rows, message) => {
    const source = openFeeder(feeder(rows, options), createRandom(1))
    for (const _ of rows) source.next()

    for (let again = 0; again < 2; again += 1) {
      expect(() => source.next()).toThrow(expect.objectContaining({ name: 'FeederEmptyError', code: 'ERR_LOAD_FEEDER', message }))
    }
    expect(() => source.next()).toThrow(FeederEmptyError)
  })

  it('with order unique no row came twice, however many there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.nat(200), (rows, count) => {
        const source = openFeeder(feeder(rows, { order: 'unique', whenEmpty: 'stop' }), createRandom(1))
        const drawn = Array.from({ length: count }, () => source.next()).filter((row) => row !== exhausted)

        expect(drawn).toEqual(rows.slice(0, count))
      }),
    )
  })
})

describe('the parts of a load', () => {
  const parts = [0, 1, 2].map((index) => ({ index, of: 3 }))
  /** So many draws of each of three parts. */
  const drawParts = (count: number, options: FeederOptions, rows = names): unknown[][] =>
    parts.map((part) => {
      const source = openFeeder(feeder(rows, options), createRandom(1), part)
      return Array.from({ length: count }, () => source.next())
    })

  it('have rows of their own, as they would come to the users in turn', () => {
    expect(drawParts(3, {})).toEqual([
      ['ada', 'dan', 'ada'],
      ['bob', 'bob', 'bob'],
      ['cyd', 'cyd', 'cyd'],
    ])
  })

  it('use each row once where rows are unique, also where there are fewer rows than parts', () => {
    expect(drawParts(2, { order: 'unique', whenEmpty: 'stop' })).toEqual([
      ['ada', 'dan'],
      ['bob', exhausted],
      ['cyd', exhausted],
    ])
    expect(drawParts(1, { order: 'unique', whenEmpty: 'stop' }, ['ada', 'bob'])).toEqual([['ada'], ['bob'], [exhausted]])
  })

  it('share all rows where there are fewer of them than parts', () => {
    expect(drawParts(3, {}, ['ada', 'bob'])).toEqual(parts.map(() => ['ada', 'bob', 'ada']))
  })

  it('shuffle their own rows', () => {
    const rows = Array.from({ length: 30 }, (_, index) => `row ${index}`)
    const drawn = drawParts(10, { order: 'shuffle' }, rows)
    expect(drawn.flat().toSorted()).toEqual(rows.toSorted())
    for (const [index, own] of drawn.entries())
      expect(own.map((row) => Number(String(row).slice(4)) % 3)).toEqual(own.map(() => index))
  })

  it('draw at random from all rows, each for itself', () => {
    const [one, two] = drawParts(30, { order: 'random' }) as [unknown[], unknown[], unknown[]]
    expect(new Set(one)).toEqual(new Set(names))
    expect(one).not.toEqual(two)
  })
})
