import { LoadTestError } from '../../core/errors.ts'
import { outsideText } from '../../report/outside-text.ts'

/** GitHub did not do what it was asked. */
export class GitHubError extends LoadTestError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_LOAD_GITHUB', message, options)
  }
}

/** What is wrong, and what to do: GitHub's own words alone don't tell. */
export function explainReply(asked: string, { status, headers }: Response, text: string): GitHubError {
  const said = wordsOf(text)
  return new GitHubError(
    `Expected GitHub to ${asked}, got ${status}${said === '' ? '' : ` (${said})`}: ${remedyOf(status, headers)}`,
  )
}

function remedyOf(status: number, headers: Headers): string {
  if (status >= 300 && status < 400) return 'the repository was moved, so name it as it is called now'
  if (status === 401) return 'GITHUB_TOKEN is wrong or has expired'
  if (status === 429 || (status === 403 && isLimited(headers))) return `too many requests; try again ${whenAgain(headers)}`
  if (status === 403) return "GITHUB_TOKEN may not do this: it needs the permission 'issues: write'"
  if (status === 404) return 'there is no such repository, or GITHUB_TOKEN may not see it'
  if (status === 410) return 'the repository has its issues switched off'
  if (status === 422) return 'it takes no issue like this'
  if (status >= 500) return 'GitHub has a fault of its own; try again later'
  return 'nothing was written'
}

function isLimited(headers: Headers): boolean {
  return headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after')
}

function whenAgain(headers: Headers): string {
  const wait = headers.get('retry-after') ?? ''
  if (/^\d{1,6}$/.test(wait)) return `in ${wait} s`
  const reset = headers.get('x-ratelimit-reset') ?? ''
  return /^\d{9,11}$/.test(reset) ? `after ${new Date(Number(reset) * 1000).toISOString()}` : 'later'
}

interface ErrorReply {
  readonly message?: unknown
  readonly errors?: unknown
}

function wordsOf(text: string): string {
  try {
    const { message, errors } = (JSON.parse(text) ?? {}) as ErrorReply
    const details = Array.isArray(errors) ? errors.map(detailOf) : []
    return outsideText([message, ...details].filter((part) => typeof part === 'string' && part !== '').join('; '))
  } catch {
    // A proxy's page tells less than the status.
    return ''
  }
}

/** `{ resource, field, code }`, or a sentence. */
function detailOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { message, resource, field, code } = error as { readonly [name: string]: unknown }
  return typeof message === 'string' ? message : [resource, field, code].filter((part) => typeof part === 'string').join(' ')
}
