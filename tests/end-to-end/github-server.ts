import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What was asked of the server. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly authorization: string | undefined
  readonly body: unknown
}

export interface StoredIssue {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly title: string
  readonly body: string | null
  readonly labels: readonly string[]
  readonly isPullRequest?: true
  readonly comments: string[]
}

/** Answers instead of GitHub; `undefined` lets it answer by itself. */
type Intervene = (asked: Asked, response: ServerResponse) => boolean

/** The part of GitHub's REST API that issues need, with its statuses, headers and bodies as they are documented. */
export class GitHubServer {
  readonly asked: Asked[] = []
  issues: StoredIssue[] = []
  intervene: Intervene = () => false
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  get api(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async stop(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  reset(): void {
    this.asked.length = 0
    this.issues = []
    this.intervene = () => false
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request)
    const { method = '', url = '', headers } = request
    const asked = { method, url, authorization: headers.authorization, body: sent === '' ? undefined : JSON.parse(sent) }
    this.asked.push(asked)
    if (this.intervene(asked, response)) return
    const { pathname, searchParams } = new URL(url, this.api)
    if (headers.authorization !== 'Bearer ghp_secret') return reply(response, 401, { message: 'Bad credentials', status: '401' })
    if (!pathname.startsWith('/repos/acme/shop/issues')) return reply(response, 404, { message: 'Not Found', status: '404' })
    if (method === 'GET') return this.#list(searchParams, response)
    const commented = /\/issues\/(\d+)\/comments$/.exec(pathname)?.[1]
    if (commented !== undefined) return this.#comment(Number(commented), asked.body as { body: string }, response)
    this.#create(asked.body as Pick<StoredIssue, 'title' | 'body' | 'labels'>, response)
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const wanted = query.get('labels')?.split(',') ?? []
    const found = this.issues.filter(
      ({ state, labels }) => state === query.get('state') && wanted.every((label) => labels.includes(label)),
    )
    const size = Number(query.get('per_page'))
    const page = Number(query.get('page') ?? 1)
    const next = new URLSearchParams(query)
    next.set('page', String(page + 1))
    const link = `<${this.api}/repositories/1/issues?page=1>; rel="first", <${this.api}/repos/acme/shop/issues?${next}>; rel="next"`
    const rest = found.length > page * size
    const shown = found.slice((page - 1) * size, page * size).map((issue) => this.#shown(issue))
    reply(response, 200, shown, rest ? { link } : {})
  }

  #create({ title, body, labels }: Pick<StoredIssue, 'title' | 'body' | 'labels'>, response: ServerResponse): void {
    const issue: StoredIssue = { number: this.issues.length + 1, state: 'open', title, body, labels, comments: [] }
    this.issues.push(issue)
    reply(response, 201, this.#shown(issue))
  }

  #comment(number: number, { body }: { body: string }, response: ServerResponse): void {
    this.issues.find((issue) => issue.number === number)?.comments.push(body)
    reply(response, 201, { id: 1, body, html_url: `https://github.com/acme/shop/issues/${number}#issuecomment-1` })
  }

  #shown({ number, state, title, body, labels, isPullRequest }: StoredIssue): unknown {
    const html_url = `https://github.com/acme/shop/${isPullRequest ? 'pull' : 'issues'}/${number}`
    return {
      url: `${this.api}/repos/acme/shop/issues/${number}`,
      html_url,
      number,
      state,
      title,
      body,
      labels: labels.map((name) => ({ name })),
      ...(isPullRequest && { pull_request: { html_url } }),
    }
  }
}

/** JSON, as GitHub sends it. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body))
}
