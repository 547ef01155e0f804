import { describe, expect, it } from 'vitest'
import { LoadTestError } from '../core/errors.ts'
import { OptionsError } from '../core/options.ts'
import { HostNotAllowedError } from '../http/host-guard.ts'
import { TargetUnreachableError } from '../http/reachability.ts'
import { describeException, isFatal } from './exception.ts'

/** An error with a stack of its own. */
function errorWith(message: string, frames: readonly string[]): Error {
  return Object.assign(new Error(message), {
    stack: [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n'),
  })
}

describe('an exception', () => {
  it.each([
    ['an Error', new Error('no token'), 'no token'],
    ['an error of a kind', new TypeError('no token'), 'TypeError: no token'],
    ['an error without a message', new RangeError(), 'RangeError: RangeError'],
    ['several lines', new Error('expected 1 to be 2\n- 2\n+ 1'), 'expected 1 to be 2'],
    ['a text', 'gone', 'gone'],
    ['several lines of text', 'gone\nfor ever', 'gone'],
    ['nothing', undefined, 'undefined'],
  ])('is grouped by its name and first line: %s', (_, thrown, message) => {
    expect(describeException(thrown)).toMatchObject({ category: 'exception', message })
  })

  it('shows its whole message and the frames of the user alone', () => {
    const frames = [
      'run (/app/shop.ts:3:9)',
      'process.processTicksAndRejections (node:internal/process/task_queues:1:1)',
      'pick (/app/node_modules/lodash/index.js:2:1)',
      'test (/app/shop.test.ts:1:1)',
    ]
    expect(describeException(errorWith('first\nsecond', frames)).detail).toBe(
      'Error: first\nsecond\n    at run (/app/shop.ts:3:9)\n    at test (/app/shop.test.ts:1:1)',
    )
  })

  it('shows six frames at most, the innermost first', () => {
    const frames = Array.from({ length: 9 }, (_, index) => `step${index} (/app/shop.ts:${index}:1)`)
    const { detail } = describeException(errorWith('deep', frames))
    expect(detail?.split('\n')).toHaveLength(7)
    expect(detail).toContain('step5 ')
    expect(detail).not.toContain('step6 ')
  })

  it.each([
    ['a text', 'gone\nfor ever', 'gone\nfor ever'],
    ['an error without a stack', Object.assign(new Error('bare'), { stack: undefined }), 'bare'],
  ])('shows its message where there is no stack: %s', (_, thrown, detail) => {
    expect(describeException(thrown).detail).toBe(detail)
  })
})

describe('a fatal exception', () => {
  it.each([
    ['a host that is not allowed', new HostNotAllowedError('example.com', 'example.com'), true],
    ['a target that cannot be reached', new TargetUnreachableError('nothing listens'), true],
    ['options that are wrong', new OptionsError('sleep', [{ at: 'duration', message: 'Expected a duration' }]), true],
    ['another error of the library', new LoadTestError('ERR_LOAD_BODY', 'no body'), false],
    ['an error that has such a code', Object.assign(new Error('mine'), { code: 'ERR_LOAD_HOST' }), false],
    ['a text', 'ERR_LOAD_HOST', false],
  ])('is what the user must mend first: %s', (_, thrown, expected) => {
    expect(isFatal(thrown)).toBe(expected)
  })
})
