/** Base of all errors that this library throws on purpose: `code` is stable, the message may become better. */
export class LoadTestError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** The message of anything that was thrown, also of what is not an `Error`. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (thrown instanceof AggregateError && thrown.message === '') return thrown.errors.map(messageOf).join('; ')
  return thrown.message === '' ? thrown.name : thrown.message
}

/** The system's error code (`ECONNREFUSED`, …) of an error, of its cause or of the first of its aggregated errors. */
export function systemCodeOf(thrown: unknown): string | undefined {
  let error: unknown = thrown
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth += 1) {
    const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown[] }
    if (typeof code === 'string' && !(error instanceof LoadTestError)) return code
    error = cause ?? errors?.[0]
  }
  return undefined
}
