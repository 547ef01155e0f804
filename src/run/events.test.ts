import { describe, expect, it } from 'vitest'
import type { Problem } from '../core/options.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { Profile } from '../profile/profile.ts'
import { rampingVus } from '../profile/ramping-vus.ts'
import { scaleProfile } from '../profile/scale.ts'
import { at, checkEvents, placeEvents } from './events.ts'
import { parseLoadOptions } from './load-options.ts'

const run = (): void => {}

describe('at', () => {
  it('reads its moment', () => {
    expect(at('1.5s', 'proxy down', run)).toEqual({ moment: 1500, name: 'proxy down', run })
  })

  it.each<[string, unknown[], string]>([
    ['a moment', [-1, 'a', run], "at: Expected `moment` to be a time of at least 0, such as '30s', got -1"],
    ['a name', [1, '', run], "at: Expected `name` to be a text, got ''"],
    ['a function', [1, 'a', 'down'], "at: Expected `run` to be a function, got 'down'"],
  ])('refuses what is not %s', (_, given, message) => {
    expect(() => (at as (...given: unknown[]) => unknown)(...given)).toThrow(message)
  })
})

describe('the option', () => {
  it.each<[unknown, string]>([
    ['now', "load: Expected `events` to be a list of events, such as [at('20s', 'proxy down', () => proxy.down())], got 'now'"],
    [[{ moment: 1, name: 'a' }], 'load: Expected `events[0].run` to be a function, got undefined'],
  ])('refuses %j', (events, message) => {
    expect(() => parseLoadOptions({ events } as never)).toThrow(message)
  })
})

describe('an event', () => {
  it.each<[string, Profile, string | undefined]>([
    ['before the end', constantVus(1, '21s'), undefined],
    ['at the end', constantVus(1, '20s'), 'Expected `events[0]` to be before the end of the profile, 20 s, got 20 s'],
    ['after the end', constantVus(1, '10s'), 'Expected `events[0]` to be before the end of the profile, 10 s, got 20 s'],
    ['where iterations are counted', perVuIterations(1, 5), undefined],
    [
      'past the longest time',
      perVuIterations(1, 5, { maxDuration: '5s' }),
      'Expected `events[0]` to be before the end of the profile, 5 s, got 20 s',
    ],
  ])('%s', (_, profile, message) => {
    const problems: Problem[] = []
    checkEvents([at('20s', 'a', run)], [profile], problems)
    expect(problems.map((problem) => problem.message)).toEqual(message === undefined ? [] : [message])
  })

  it('of loads side by side lies before the end of the longest', () => {
    const problems: Problem[] = []
    checkEvents([at('20s', 'a', run)], [constantVus(1, '10s'), constantVus(1, '30s')], problems)
    expect(problems).toEqual([])
  })

  const staged = rampingVus([
    { name: 'a', target: 5, duration: '10s' },
    { name: 'b', target: 5, duration: '30s' },
  ])
  it.each<[string, Profile, number, string, number]>([
    ['a tenth', constantVus(1, '30s'), 0.1, '20s', 2000],
    ['as it is', constantVus(1, '30s'), 1, '20s', 20_000],
    ['a stage that gets no shorter than 1 s', staged, 0.01, '25s', 1500],
    ['iterations, which are not scaled', perVuIterations(1, 5), 0.1, '20s', 20_000],
  ])('keeps its place in its stage: %s', (_, profile, scale, moment, expected) => {
    const [placed] = placeEvents([at(moment as '1s', 'a', run)], [profile], [scaleProfile(profile, scale)])
    expect(placed?.at).toBeCloseTo(expected)
  })
})
