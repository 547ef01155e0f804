import { messageOf, systemCodeOf } from '../../core/errors.ts'
import { maskUserInfo } from '../../core/mask-user-info.ts'
import { explainReply, GitHubError } from './github-error.ts'

/** A request to GitHub's API, without what authorizes it. */
export interface GitHubRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What GitHub answered with a status of success. */
export interface GitHubReply {
  readonly body: unknown
  /** Where the next page is, if there is one. */
  readonly next?: string
}

/** Sends a request; `asked` is what it is to do, for errors. */
export type SendToGitHub = (asked: string, request: GitHubRequest) => Promise<GitHubReply>

/** Milliseconds for a reply. */
const TIMEOUT = 30_000

/**
 * Where the API is: `GITHUB_API_URL`, as GitHub Actions sets it, or the public one.
 *
 * Throws a `GitHubError` where a token would be sent in the open.
 */
export function apiOf({ GITHUB_API_URL: given = '' }: NodeJS.ProcessEnv): string {
  if (given.trim() === '') return 'https://api.github.com'
  const url = URL.parse(given.trim())
  const isLocal = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  const isSafe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))
  if (isSafe && url.username === '' && url.password === '') return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  const found = maskUserInfo(given)
  throw new GitHubError(
    `Expected GITHUB_API_URL to be an https URL without a user, such as https://github.example/api/v3, got '${found}'`,
  )
}

/** A request as GitHub wants it. */
export function githubRequest(method: GitHubRequest['method'], url: string, body?: unknown): GitHubRequest {
  return {
    method,
    url,
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'vitest-load',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  }
}

/** What sends with a token, which never stands in an error, whatever a server says. Throws a `GitHubError` at a token that is none. */
export function authorized(given: string): SendToGitHub {
  const token = given.trim()
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new GitHubError('Expected GITHUB_TOKEN to be a token, got one with spaces or control characters in it')
  }
  return async (asked, request) => {
    try {
      return await send(asked, request, token)
    } catch (error) {
      throw new GitHubError(messageOf(error).replaceAll(token, '***'))
    }
  }
}

async function send(asked: string, { method, url, headers, body }: GitHubRequest, token: string): Promise<GitHubReply> {
  const reply = await fetch(url, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    // A token goes to nobody else, and a POST that is sent on becomes a GET.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((error: unknown) => {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    // Its own message is 'fetch failed', whatever happened.
    const reason = error instanceof Error && error.cause !== undefined ? error.cause : error
    const why = isLate ? `no reply within ${TIMEOUT / 1000} s` : (systemCodeOf(error) ?? messageOf(reason))
    throw new GitHubError(`Expected GitHub to ${asked}, but ${new URL(url).origin} can't be reached: ${why}`, { cause: error })
  })
  const text = await reply.text().catch(() => '')
  if (!reply.ok) throw explainReply(asked, reply, text)
  const next = /<([^<>]+)>\s*;[^,]*\brel="?next"?/.exec(reply.headers.get('link') ?? '')?.[1]
  try {
    return { body: JSON.parse(text) as unknown, ...(next !== undefined && { next }) }
  } catch {
    throw new GitHubError(`Expected GitHub to ${asked}, got a reply that is no JSON: is ${new URL(url).origin} GitHub's API?`)
  }
}
