import { printable } from '../../report/printable.ts'
import { isReassuring } from '../../report/regression-markdown.ts'
import type { Arguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { apiOf, authorized, type GitHubRequest } from '../github/github.ts'
import { type IssueDraft, splitReport } from '../github/issue-draft.ts'
import { comment, creation, lookUp, type Repository, tellIssue } from '../github/tell-issue.ts'
import { readText } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

/** `vitest-load issue`: tells a report in one issue of GitHub. */
export const issueCommand: Command = {
  name: 'issue',
  summary: 'tell a report in one GitHub issue: it is created, or commented where it is open',
  operands: '',
  options: {
    from: { value: 'out.md', description: 'the report, as compare --md writes it; its first heading is the title' },
    repo: { value: 'owner/name', description: 'the repository; GITHUB_REPOSITORY unless given' },
    key: { value: 'name', description: 'by which the issue is found again; its title unless given' },
    label: { value: 'name', isRepeatable: true, description: "of the issue; 'performance-regression' unless given" },
    'dry-run': { description: 'print the requests, and send none; needs no token' },
  },
  examples: [
    'vitest-load issue --from out.md --repo acme/shop --dry-run',
    'GITHUB_TOKEN=… vitest-load issue --from out.md --repo acme/shop --key nightly --label performance',
  ],
  async run(given, terminal) {
    const file = required(given, 'from', 'out.md')
    const { env } = process
    const repository: Repository = { api: apiOf(env), name: readRepository(given) }
    const report = splitReport(readText(file), file)
    if (isReassuring(report.title)) {
      terminal.print(`No issue: ${file} tells of no regression`)
      return 0
    }
    const draft: IssueDraft = {
      ...report,
      key: given.value('key') ?? report.title,
      labels: readLabels(given),
      ...withSource(env),
    }
    if (given.has('dry-run')) {
      terminal.print(describeRequests(draft, repository))
      return 0
    }
    const { GITHUB_TOKEN: token = '' } = env
    if (token.trim() === '') throw new UsageError('Expected a token in the variable GITHUB_TOKEN, or --dry-run')
    const { action, url, missingLabels } = await tellIssue(draft, repository, authorized(token))
    terminal.print(`${action === 'created' ? 'Created' : 'Commented'} ${printable(url)}`)
    if (missingLabels.length > 0) {
      const listed = missingLabels.map((label) => `'${printable(label)}'`).join(', ')
      terminal.warn(
        `! GitHub left off ${listed}: GITHUB_TOKEN may not set labels, and without them the issue isn't found again. Set them by hand`,
      )
    }
    return 0
  },
}

function required(given: Arguments, option: string, example: string): string {
  const value = given.value(option)
  if (value === undefined) throw new UsageError(`Expected --${option} ${example}`)
  return value
}

function readRepository(given: Arguments): string {
  const name = given.value('repo') ?? process.env.GITHUB_REPOSITORY ?? ''
  if (name === '') throw new UsageError('Expected --repo owner/name, or the variable GITHUB_REPOSITORY')
  // Dots alone would lead to another place of the API.
  if (/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name) && !/(^|\/)\.+(\/|$)/.test(name)) return name
  throw new UsageError(`Expected --repo to be owner/name, such as acme/shop, got '${name}'`)
}

/** GitHub parts labels by commas where it lists issues. */
function readLabels(given: Arguments): readonly string[] {
  const labels = given.has('label') ? given.values('label') : ['performance-regression']
  const wrong = labels.find((label) => label.includes(',') || label.length > 50)
  if (wrong === undefined) return [...new Set(labels)]
  throw new UsageError(`Expected --label to be of at most 50 characters without a comma, got '${wrong}'`)
}

/** The page of the run, where GitHub Actions runs it. */
function withSource(env: NodeJS.ProcessEnv): Pick<IssueDraft, 'source'> {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
  const source = `${server}/${repository}/actions/runs/${run}`
  return server !== undefined && repository !== undefined && /^\d+$/.test(run ?? '') && URL.canParse(source) ? { source } : {}
}

function describeRequests(draft: IssueDraft, repository: Repository): string {
  return [
    'Looks for an open issue with its key:',
    describeRequest(lookUp(draft, repository)),
    'Creates it where there is none:',
    describeRequest(creation(draft, repository)),
    'Comments on it where there is one:',
    describeRequest(comment(draft, repository, '<number>')),
  ].join('\n\n')
}

/** As it goes over the wire, but for the token, and with JSON that can be read. */
function describeRequest({ method, url, headers, body }: GitHubRequest): string {
  const lines = Object.entries({ ...headers, authorization: 'Bearer <GITHUB_TOKEN>' }).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${url}`, ...lines, ...(body === undefined ? [] : ['', JSON.stringify(body, undefined, 2)])].join('\n')
}
