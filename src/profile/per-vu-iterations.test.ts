import { describe, expect, expectTypeOf, it } from 'vitest'
import { perVuIterations } from './per-vu-iterations.ts'
import type { PerVuIterations } from './profile.ts'

describe('perVuIterations', () => {
  it('stops after 10 min unless told otherwise', () => {
    expect(perVuIterations(5, 10)).toStrictEqual({ kind: 'per-vu-iterations', vus: 5, iterations: 10, maxDuration: 600_000 })
  })

  it('may have more users than iterations for each', () => {
    expect(perVuIterations(5, 1, { maxDuration: '30s', gracefulStop: '1s' })).toStrictEqual({
      kind: 'per-vu-iterations',
      vus: 5,
      iterations: 1,
      maxDuration: 30_000,
      gracefulStop: 1000,
    })
  })

  it('is frozen and the same after JSON', () => {
    const profile = perVuIterations(5, 10)
    expect(Object.isFrozen(profile)).toBe(true)
    expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile)
  })

  it('refuses bad options, all in one error', () => {
    const given = [0, 'ten', { maxDuraton: '1m' }] as unknown as Parameters<typeof perVuIterations>
    const message = [
      'perVuIterations: 3 problems',
      '  - Expected `vus` to be a whole number of at least 1, got 0',
      "  - Expected `iterations` to be a whole number of at least 1, got 'ten'",
      '  - Unknown option `maxDuraton`: did you mean `maxDuration`?',
    ].join('\n')
    expect(() => perVuIterations(...given)).toThrow(expect.objectContaining({ name: 'OptionsError', message }))
  })

  it('compiles only with quantities that can be read', () => {
    expectTypeOf(perVuIterations).returns.toEqualTypeOf<PerVuIterations>()
    // @ts-expect-error users are a number
    expect(() => perVuIterations('5', 10)).toThrow()
  })
})
