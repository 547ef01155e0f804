import { type GitHubReply, type GitHubRequest, githubRequest, type SendToGitHub } from './github.ts'
import { GitHubError } from './github-error.ts'
import { hasKey, type IssueDraft, newComment, newIssue } from './issue-draft.ts'

/** A repository at GitHub. */
export interface Repository {
  /** Of the API, without a slash at its end. */
  readonly api: string
  /** `owner/name`. */
  readonly name: string
}

/** What became of a draft. */
export interface ToldIssue {
  readonly action: 'created' | 'commented'
  readonly url: string
  /** Labels that GitHub silently left off a new issue, as it does for a token that may not set any. */
  readonly missingLabels: readonly string[]
}

/** Comments on the open issue that has the draft's key, or creates it. One that was closed is done: what is found again is a new issue. */
export async function tellIssue(draft: IssueDraft, repository: Repository, send: SendToGitHub): Promise<ToldIssue> {
  const number = await findIssue(draft, repository, send)
  if (number === undefined) {
    const { body } = await send(`create an issue in ${repository.name}`, creation(draft, repository))
    return { action: 'created', url: linkOf(body), missingLabels: missingLabels(draft, body) }
  }
  const { body } = await send(`comment on issue ${number} of ${repository.name}`, comment(draft, repository, number))
  return { action: 'commented', url: linkOf(body), missingLabels: [] }
}

/** Lists the open issues that carry the draft's labels. A list is up to date at once; a search would miss what was just created. */
export function lookUp({ labels }: IssueDraft, { api, name }: Repository): GitHubRequest {
  const query = new URLSearchParams({
    state: 'open',
    ...(labels.length > 0 && { labels: labels.join(',') }),
    sort: 'created',
    direction: 'asc',
    per_page: '100',
  })
  return githubRequest('GET', `${api}/repos/${name}/issues?${query}`)
}

export function creation(draft: IssueDraft, { api, name }: Repository): GitHubRequest {
  return githubRequest('POST', `${api}/repos/${name}/issues`, newIssue(draft))
}

export function comment(draft: IssueDraft, { api, name }: Repository, number: number | '<number>'): GitHubRequest {
  return githubRequest('POST', `${api}/repos/${name}/issues/${number}/comments`, newComment(draft))
}

/** Of 100 issues each. */
const MOST_PAGES = 50

async function findIssue(draft: IssueDraft, repository: Repository, send: SendToGitHub): Promise<number | undefined> {
  let request = lookUp(draft, repository)
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const reply: GitHubReply = await send(`list the issues of ${repository.name}`, request)
    const found = issuesOf(reply.body, repository).find(({ body }) => typeof body === 'string' && hasKey(body, draft.key))
    if (found !== undefined) return found.number
    if (reply.next === undefined) return undefined
    request = githubRequest('GET', sameOrigin(reply.next, repository))
  }
  throw new GitHubError(
    `Expected at most ${MOST_PAGES * 100} open issues in ${repository.name}, got more: give --label one that few of them carry`,
  )
}

interface ListedIssue {
  readonly number: number
  readonly body?: unknown
}

/** Pull requests are listed as issues, too. */
function issuesOf(body: unknown, { api, name }: Repository): readonly ListedIssue[] {
  if (!Array.isArray(body))
    throw new GitHubError(`Expected GitHub to list the issues of ${name}, got something else: is ${api} its API?`)
  return body.filter(
    (issue): issue is ListedIssue =>
      typeof issue === 'object' && issue !== null && Number.isSafeInteger(issue.number) && !('pull_request' in issue),
  )
}

/** The token goes to nobody else, whatever a page names as the next. */
function sameOrigin(next: string, { api }: Repository): string {
  if (URL.parse(next)?.origin === new URL(api).origin) return next
  throw new GitHubError(`Expected GitHub's next page of issues at ${new URL(api).origin}, got another host`)
}

function missingLabels({ labels }: IssueDraft, body: unknown): readonly string[] {
  const { labels: listed } = (body ?? {}) as { readonly labels?: unknown }
  if (!Array.isArray(listed)) return []
  const known = listed.map((label: unknown) => String((label as { readonly name?: unknown } | null)?.name ?? label).toLowerCase())
  return labels.filter((label) => !known.includes(label.toLowerCase()))
}

function linkOf(body: unknown): string {
  const { html_url: url } = (body ?? {}) as { readonly html_url?: unknown }
  return typeof url === 'string' ? url : '(GitHub named no address)'
}
