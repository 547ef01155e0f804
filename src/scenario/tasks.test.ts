import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { createRandom, type Random } from '../core/random.ts'
import { onlyTask, pickTask, readTasks, type Task } from './tasks.ts'

const read = (run: unknown): readonly Task[] =>
  parseOptions('scenario', { run }, (_, at, problems) => readTasks('shopper')(run, `${at}run`, problems))
const refusal = (run: unknown): string => {
  try {
    read(run)
  } catch (error) {
    return (error as Error).message
  }
  return 'was taken'
}
const work = (): void => {}
const drawing = (drawn: number): Random => ({ ...createRandom(1), next: () => drawn })

describe('a function', () => {
  it('is the only task, named after the scenario', () => {
    expect(read(work)).toEqual([{ name: 'shopper', upTo: 1, run: work }])
    expect(read(work)).toEqual(onlyTask('shopper', work))
  })

  it('is picked without a random number', () => {
    const random = { ...createRandom(1), next: () => Number.NaN }

    expect(pickTask(onlyTask('shopper', work), random).run).toBe(work)
  })
})

describe('tasks', () => {
  const tasks = read([
    [5, 'health', work],
    [1, 'metrics', work],
    [4, 'models', work],
  ])

  it('have the shares of their weights', () => {
    expect(tasks.map(({ name, upTo }) => [name, upTo])).toEqual([
      ['health', 0.5],
      ['metrics', 0.6],
      ['models', 1],
    ])
    expect(Object.isFrozen(tasks) && tasks.every(Object.isFrozen)).toBe(true)
  })

  it.each([
    [0, 'health'],
    [0.4999, 'health'],
    [0.5, 'metrics'],
    [0.5999, 'metrics'],
    [0.6, 'models'],
    [0.999_999, 'models'],
  ])('are picked by a number from 0 to 1, such as %d: %s', (drawn, name) => {
    expect(pickTask(tasks, drawing(drawn)).name).toBe(name)
  })

  it('come as often as their weights say, and in the same order for the same seed', () => {
    const pick = (seed: number): string[] => {
      const random = createRandom(seed)
      return Array.from({ length: 10_000 }, () => pickTask(tasks, random).name)
    }
    const count = (name: string): number => pick(1).filter((one) => one === name).length

    // Four standard deviations of a binomial distribution are at most 200.
    expect(Math.abs(count('health') - 5000)).toBeLessThan(200)
    expect(Math.abs(count('metrics') - 1000)).toBeLessThan(200)
    expect(pick(7)).toEqual(pick(7))
    expect(pick(7)).not.toEqual(pick(8))
  })

  it('have shares that rise to exactly 1, whatever the weights', () => {
    const weight = fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 20 }), (weights) => {
        const bounds = read(weights.map((one, index) => [one, `task ${index}`, work])).map(({ upTo }) => upTo)

        expect(bounds.at(-1)).toBe(1)
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
      }),
    )
  })
})

describe('what is no list of tasks', () => {
  const expectedRun = 'scenario: Expected `run` to be a function, or a list of at least one [weight, name, function], got'
  it.each<[unknown, string]>([
    [undefined, `${expectedRun} undefined`],
    [[], `${expectedRun} an empty list`],
    ['GET /health', `${expectedRun} 'GET /health'`],
    [[work], 'scenario: Expected `run[0]` to be a task, [weight, name, function], got a function'],
    [[[1, 'a']], 'scenario: Expected `run[0]` to be a task, [weight, name, function], got a list'],
    [[[0, 'a', work]], 'scenario: Expected `run[0].weight` to be a number above 0, such as 1, got 0'],
    [[[-1, 'a', work]], 'scenario: Expected `run[0].weight` to be a number above 0, such as 1, got -1'],
    [[[Number.NaN, 'a', work]], 'scenario: Expected `run[0].weight` to be a number above 0, such as 1, got NaN'],
    [[[Infinity, 'a', work]], 'scenario: Expected `run[0].weight` to be a number above 0, such as 1, got Infinity'],
    [[['5', 'a', work]], "scenario: Expected `run[0].weight` to be a number above 0, such as 1, got '5'"],
    [[[1, '', work]], "scenario: Expected `run[0].name` to be a text, got ''"],
    [[[1, 'a', 'GET /']], "scenario: Expected `run[0].run` to be a function, got 'GET /'"],
    [
      [
        [1, 'a', work],
        [1, 'b', work],
        [1, 'a', work],
      ],
      "scenario: Expected `run[2].name` to differ from that of `run[0]`, got 'a' for both",
    ],
    [
      [
        [0, 'a', work],
        [1, '', 7],
      ],
      [
        'scenario: 3 problems',
        '  - Expected `run[0].weight` to be a number above 0, such as 1, got 0',
        '  - Expected `run[1].run` to be a function, got 7',
        "  - Expected `run[1].name` to be a text, got ''",
      ].join('\n'),
    ],
  ])('such as %j is refused', (run, message) => {
    expect(refusal(run)).toBe(message)
  })
})
