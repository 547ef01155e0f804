import { describe, expect, expectTypeOf, it } from 'vitest'
import { OptionsError } from '../core/options.ts'
import type { ScenarioContext } from './context.ts'
import { feeder } from './feeder.ts'
import { pacing } from './pacing.ts'
import { isScenario, type Scenario, type ScenarioInput, scenario } from './scenario.ts'
import { between, constant } from './think-time.ts'

const work = (): void => {}
const refusal = (options: unknown): string => {
  try {
    scenario(options as never)
  } catch (error) {
    expect(error).toBeInstanceOf(OptionsError)
    return (error as Error).message
  }
  return 'was taken'
}

describe('a scenario', () => {
  it('has what was left out', () => {
    const made = scenario({ name: 'visitor', run: work })

    expect(made).toEqual({
      name: 'visitor',
      start: undefined,
      tasks: [{ name: 'visitor', upTo: 1, run: work }],
      stop: undefined,
      thinkTime: undefined,
      pacing: undefined,
      cookies: true,
      data: undefined,
      session: 'user',
    })
    expect(Object.isFrozen(made)).toBe(true)
  })

  it('has what was given, read', () => {
    const users = feeder([{ user: 'ada' }])
    const [start, stop] = [() => ({ token: 'abc' }), () => {}]
    const made = scenario({
      name: 'shopper',
      data: users,
      start,
      run: [
        [50, 'order status', work],
        [25, 'product', work],
      ],
      stop,
      thinkTime: between('0.5s', '2s'),
      cookies: false,
      session: 'iteration',
    })

    expect(made).toMatchObject({ start, stop, cookies: false, session: 'iteration' })
    expect(made.data).toBe(users)
    expect(made.tasks.map(({ name }) => name)).toEqual(['order status', 'product'])
    expect(made.thinkTime).toEqual(between('0.5s', '2s'))
  })

  it('takes times where it takes a think time or a pacing', () => {
    expect(scenario({ name: 'a', run: work, thinkTime: '1s' }).thinkTime).toEqual(constant('1s'))
    expect(scenario({ name: 'a', run: work, pacing: '5s' }).pacing).toEqual(pacing('5s'))
    expect(scenario({ name: 'a', run: work, pacing: pacing('5s') }).pacing).toEqual(pacing('5s'))
  })

  it('is known by itself, and not by its looks', () => {
    const made = scenario({ name: 'visitor', run: work })

    expect([isScenario(made), isScenario({ ...made }), isScenario(null), isScenario(work)]).toEqual([true, false, false, false])
  })

  it.each<[unknown, string]>([
    [{ run: work }, 'scenario: Expected `name` to be a text, got undefined'],
    [{ name: 'a', run: work, data: [{}] }, "scenario: Expected `data` to be a feeder, such as feeder('users.csv'), got a list"],
    [{ name: 'a', run: work, star: work }, 'scenario: Unknown option `star`: did you mean `start`?'],
    [
      { name: 'a', run: work, thinkTime: '1s', pacing: '5s' },
      'scenario: Expected only one of `thinkTime` and `pacing`, got both',
    ],
    [
      { name: '', start: 7, run: [[0, 'a', work]], stop: 'x', thinkTime: -1, pacing: 0, cookies: 'no', data: 7, session: 'vu' },
      [
        'scenario: 10 problems',
        "  - Expected `name` to be a text, got ''",
        "  - Expected `data` to be a feeder, such as feeder('users.csv'), got 7",
        '  - Expected `start` to be a function, got 7',
        "  - Expected `stop` to be a function, got 'x'",
        "  - Expected `thinkTime` to be a time of at least 0, such as '1s', between('0.5s', '2s') or exponential('1s'), got -1",
        "  - Expected `pacing` to be a time above 0, such as '5s', got 0",
        "  - Expected `cookies` to be true or false, got 'no'",
        "  - Expected `session` to be one of 'user', 'iteration', got 'vu'",
        '  - Expected `run[0].weight` to be a number above 0, such as 1, got 0',
        '  - Expected only one of `thinkTime` and `pacing`, got both',
      ].join('\n'),
    ],
    [
      undefined,
      [
        'scenario: 2 problems',
        '  - Expected `name` to be a text, got undefined',
        '  - Expected `run` to be a function, or a list of at least one [weight, name, function], got undefined',
      ].join('\n'),
    ],
  ])('is refused with all that is wrong: %j', (options, message) => {
    expect(refusal(options)).toBe(message)
  })
})

describe('the type of state', () => {
  type Session = { token: string }
  const start = async ({ http }: ScenarioContext): Promise<Session> => ({ token: (await http.get('/')).text() })

  it('comes from start, also through a list of tasks', () => {
    const made = scenario({
      name: 'a',
      start: async ({ http }) => ({ token: (await http.post('/login')).text() }),
      run: [
        [50, 'one', async ({ state }) => expectTypeOf(state).toEqualTypeOf<Session>()],
        [25, 'two', ({ state, data }) => expectTypeOf([state, data]).toEqualTypeOf<(Session | undefined)[]>()],
      ],
      stop: ({ state }) => expectTypeOf(state).toEqualTypeOf<Session>(),
    })

    expectTypeOf(made).toEqualTypeOf<Scenario<Session, undefined>>()
  })

  it('comes from a start that was written elsewhere', () => {
    scenario({ name: 'a', start, run: ({ state }) => expectTypeOf(state).toEqualTypeOf<Session>() })
  })

  it('is undefined without start', () => {
    scenario({ name: 'a', run: ({ state }) => expectTypeOf(state).toEqualTypeOf<undefined>() })
    scenario({ name: 'a', run: [[1, 'one', ({ state }) => expectTypeOf(state).toEqualTypeOf<undefined>()]] })
  })
})

describe('the type of data', () => {
  it('comes from the feeder, in every function', () => {
    type Row = { user: string }
    const made = scenario({
      name: 'a',
      data: feeder([{ user: 'ada' }]),
      start: ({ data }) => {
        expectTypeOf(data).toEqualTypeOf<Row>()
        return data.user.length
      },
      run: [
        [1, 'one', ({ data, state }) => expectTypeOf({ data, state }).toEqualTypeOf<{ data: Row; state: number }>()],
        [1, 'two', async ({ data }) => expectTypeOf(data).toEqualTypeOf<Row>()],
      ],
      stop: ({ data }) => expectTypeOf(data).toEqualTypeOf<Row>(),
    })

    expectTypeOf(made).toEqualTypeOf<Scenario<number, Row>>()
    expectTypeOf(made).toExtend<ScenarioInput<number>>()
  })

  it('is undefined without a feeder', () => {
    scenario({ name: 'a', run: ({ data }) => expectTypeOf(data).toEqualTypeOf<undefined>() })
  })
})

it('measures what a user names', () => {
  scenario({
    name: 'a',
    run: async ({ measure }) => {
      expectTypeOf(await measure('query', async () => [1])).toEqualTypeOf<number[]>()
      expectTypeOf(await measure('parse', () => 'text')).toEqualTypeOf<string>()
    },
  })
})
