import { expect, it } from 'vitest'
import { LoadTestError } from '../core/errors.ts'
import { callSiteOf, withCallSite } from './call-site.ts'

const call = (): readonly string[] => callSiteOf(call)

it('is where the function was called, without the frames of Vitest and Node', () => {
  expect(call()).toEqual([expect.stringMatching(/^ +at .*call-site\.test\.ts:8:/)])
})

it('leads from an error of ours to the call', () => {
  const error = new LoadTestError('ERR_LOAD_X', 'It failed')
  error.stack = 'LoadTestError: It failed\n    at deep (inside.ts:1:1)'
  expect(withCallSite(error, ['    at test.ts:2:2', '    at runner.ts:3:3'])).toBe(error)
  expect(error.stack).toBe('LoadTestError: It failed\n    at deep (inside.ts:1:1)\n    at test.ts:2:2\n    at runner.ts:3:3')
})

it('leaves a stack alone that knows the call', () => {
  const error = new LoadTestError('ERR_LOAD_X', 'It failed')
  error.stack = 'LoadTestError: It failed\n    at test.ts:2:2'
  withCallSite(error, ['    at test.ts:2:2', '    at runner.ts:3:3'])
  expect(error.stack).toBe('LoadTestError: It failed\n    at test.ts:2:2')
})

it.each([{ thrown: new Error('of the user') }, { thrown: 'no error' }])(
  'leaves alone what is not ours: $thrown',
  ({ thrown }) => {
    const before = thrown instanceof Error ? thrown.stack : thrown
    expect(withCallSite(thrown, ['    at test.ts:2:2'])).toBe(thrown)
    expect(thrown instanceof Error ? thrown.stack : thrown).toBe(before)
  },
)
