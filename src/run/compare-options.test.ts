import { describe, expect, it } from 'vitest'
import type { OptionsError } from '../core/options.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import type { Profile } from '../profile/profile.ts'
import { sharedIterations } from '../profile/shared-iterations.ts'
import type { CompareOptions } from './compare-options.ts'
import { runComparison } from './compare-targets.ts'
import { recordingContext } from './run-context.fixture.ts'

const base = 'http://127.0.0.1:9'

async function problemsOf(targets: unknown, profile: Profile, options?: unknown): Promise<readonly string[]> {
  const running = runComparison(targets as never, 'GET /', profile, options as CompareOptions, recordingContext())
  const error = await running.then(
    () => undefined,
    (thrown: unknown) => thrown as OptionsError,
  )
  return error?.problems?.map(({ message }) => message) ?? [String(error)]
}

describe('a comparison of targets refuses', () => {
  it.each<[string, unknown, Profile, unknown, readonly string[]]>([
    [
      'a profile whose blocks differ',
      { base, candidate: base },
      sharedIterations(1, 10),
      undefined,
      ['Expected `profile` to be constantVus(…) or constantRate(…), because all blocks are to be alike, got an object'],
    ],
    [
      'users who join one by one',
      { base, candidate: base },
      constantVus(5, '1m', { spawnRate: 1 }),
      undefined,
      ['Expected `profile` to be without `spawnRate`, because all blocks are to be alike, got an object'],
    ],
    [
      'blocks that cannot take turns',
      { base, candidate: base },
      constantRate('10/s', '1m'),
      { blocks: 18, block: '1s' },
      [
        'Expected `blocks` to be a multiple of 4, because base and candidate take turns as ABBA, got 18',
        "Expected `block` to be a time of at least 2000, such as '30s', got '1s'",
      ],
    ],
    [
      'blocks of broken seconds',
      { base, candidate: base },
      constantVus(1, '1m'),
      { block: '2.5s' },
      ["Expected `block` to be whole seconds, such as '3s', got '2.5s'"],
    ],
    [
      'options of a load that would not hold for both',
      { base, candidate: base },
      constantVus(1, '1m'),
      { warmUp: '1s' },
      [expect.stringContaining('Unknown option `warmUp`') as unknown as string],
    ],
  ])('%s', async (_, targets, profile, options, problems) => {
    expect(await problemsOf(targets, profile, options)).toEqual(problems)
  })

  it('a target that is missing', async () => {
    const [first, ...others] = await problemsOf({ base }, constantVus(1, '1m'))
    expect(first).toContain('candidate')
    expect(others).toEqual([])
  })
})
