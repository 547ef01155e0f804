import { LoadTestError, messageOf, stackOf } from '../../core/errors.ts'
import { OptionsError, type Problem } from '../../core/options.ts'
import { HostNotAllowedError } from '../../http/host-guard.ts'
import { TargetUnreachableError } from '../../http/reachability.ts'
import { FeederEmptyError } from '../../scenario/row-source.ts'

/** An error as it is sent from thread to thread: a copy would lose its class and its code. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** Of the library's own errors. */
  readonly code: string | undefined
  readonly host: string | undefined
  readonly problems: readonly Problem[] | undefined
}

/** Makes anything that was thrown ready to be sent. */
export function sendableError(thrown: unknown): SentError {
  return {
    name: thrown instanceof Error ? String(thrown.name) : 'Error',
    message: messageOf(thrown),
    stack: stackOf(thrown),
    code: thrown instanceof LoadTestError ? thrown.code : undefined,
    host: thrown instanceof HostNotAllowedError ? thrown.host : undefined,
    problems: thrown instanceof OptionsError ? thrown.problems : undefined,
  }
}

/** The error again, of its own class. */
export function restoreError({ name, message, stack, code, host, problems }: SentError): Error {
  const error = code === undefined ? new Error(message) : new LoadTestError(code, message)
  if (code !== undefined) Object.setPrototypeOf(error, (classes[code] ?? LoadTestError).prototype)
  if (error.name !== name) error.name = name
  if (stack !== undefined) error.stack = stack
  if (host !== undefined) Object.assign(error, { host })
  if (problems !== undefined) Object.defineProperty(error, 'problems', { value: problems })
  return error
}

/** Their constructors make messages of what was not sent. */
const classes: Readonly<Record<string, { readonly prototype: LoadTestError }>> = {
  ERR_LOAD_HOST: HostNotAllowedError,
  ERR_LOAD_TARGET: TargetUnreachableError,
  ERR_LOAD_OPTIONS: OptionsError,
  ERR_LOAD_FEEDER: FeederEmptyError,
}
