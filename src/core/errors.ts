/** Base of all errors that this library throws on purpose: `code` is stable, the message may become better. */
export class LoadTestError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** The message of anything that was thrown, also of what is not an `Error`. Never throws, and never is empty. */
export function messageOf(thrown: unknown): string {
  return tryText(() => textOf(thrown, 0)) ?? NO_TEXT
}

/** The stack of an error; `undefined` where there is none that is a text. Never throws. */
export function stackOf(thrown: unknown): string | undefined {
  return tryText(() => (thrown instanceof Error ? thrown.stack : undefined))
}

/** The system's error code (`ECONNREFUSED`, …) of an error, of its cause or of the first of its aggregated errors. Never throws. */
export function systemCodeOf(thrown: unknown): string | undefined {
  return tryText(() => codeOf(thrown))
}

const NO_TEXT = 'a value without text'
const DEEPEST = 5

// Scenarios throw whatever they like: proxies, objects without a prototype, errors whose fields are no texts.
function tryText(read: () => unknown): string | undefined {
  try {
    const text = read()
    return typeof text === 'string' && text !== '' ? text : undefined
  } catch {
    return undefined
  }
}

function textOf(thrown: unknown, depth: number): unknown {
  if (!(thrown instanceof Error)) return String(thrown)
  const { name, message } = thrown as { readonly name: unknown; readonly message: unknown }
  if (typeof message === 'string' && message !== '') return message
  if (!(thrown instanceof AggregateError) || depth === DEEPEST) return name
  return thrown.errors.map((error) => tryText(() => textOf(error, depth + 1)) ?? NO_TEXT).join('; ')
}

function codeOf(thrown: unknown): string | undefined {
  let error: unknown = thrown
  for (let depth = 0; depth < DEEPEST && typeof error === 'object' && error !== null; depth += 1) {
    const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown[] }
    if (typeof code === 'string' && !(error instanceof LoadTestError)) return code
    error = cause ?? errors?.[0]
  }
  return undefined
}
