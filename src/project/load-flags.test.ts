import { expect, it } from 'vitest'
import { loadFlags } from './load-flags.ts'

it('limits the young generation', () => {
  expect(loadFlags([])).toEqual(['--max-semi-space-size=8'])
  expect(loadFlags(['--expose-gc'], '--max-old-space-size=4096')).toEqual(['--max-semi-space-size=8'])
})

it.each([
  [['--max-semi-space-size=64'], undefined],
  [[], '--enable-source-maps --max-semi-space-size=64'],
  [[], '--max_semi_space_size=64'],
  [[], '"--max-semi-space-size=64"'],
])('leaves it at what was said: %j, %j', (execArgv, nodeOptions) => {
  expect(loadFlags(execArgv, nodeOptions)).toEqual([])
})
