import { describe, expect, it } from 'vitest'
import { LoadTestError } from '../../core/errors.ts'
import { OptionsError } from '../../core/options.ts'
import { HostNotAllowedError } from '../../http/host-guard.ts'
import { TargetUnreachableError } from '../../http/reachability.ts'
import { feeder } from '../../scenario/feeder.ts'
import { FeederEmptyError } from '../../scenario/row-source.ts'
import { restoreError, sendableError } from './sent-error.ts'

/** The error as another thread gets it. */
const sent = (thrown: unknown): Error => restoreError(structuredClone(sendableError(thrown)))

describe('an error that was sent', () => {
  it.each([
    new HostNotAllowedError('api.example.com', 'api.example.com:443'),
    new TargetUnreachableError('Nothing listens on 127.0.0.1:1.'),
    new OptionsError('load', [{ at: 'path', message: 'Expected `path` to be a text, got 5' }]),
    new FeederEmptyError(feeder([1])),
    new LoadTestError('ERR_LOAD_OTHER', 'something else'),
    new TypeError('x is not a function'),
  ])('is of its class again, with its code, message and stack: %s', (error) => {
    const restored = sent(error)
    expect(restored).toBeInstanceOf(error instanceof LoadTestError ? error.constructor : Error)
    expect({ ...restored }).toEqual({ ...error, ...(!(error instanceof LoadTestError) && { name: 'TypeError' }) })
    expect(restored).toMatchObject({ name: error.name, message: error.message, stack: error.stack })
    expect((restored as Partial<OptionsError>).problems).toEqual((error as Partial<OptionsError>).problems)
  })

  it('has a message, whatever was thrown', () => {
    expect(sent('just a text')).toMatchObject({ name: 'Error', message: 'just a text' })
    expect(sent(Object.create(null))).toMatchObject({ message: 'a value without text' })
  })
})
