import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GitHubServer, reply, type StoredIssue } from './github-server.ts'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vitest-load-issue-'))
const github = new GitHubServer()
const TOKEN = 'ghp_secret'
const KEY = '<!-- vitest-load issue: Performance%20regression%20in%20gateway -->'

beforeAll(async () => {
  await github.start()
  write('out.md', '# Performance regression in gateway\n\nLimits: p95 +10 %.\n')
})
afterEach(() => github.reset())
afterAll(async () => {
  await github.stop()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

/** Not in this process: the server answers from it. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  const { PATH } = process.env
  const all = { PATH, NO_COLOR: '1', GITHUB_API_URL: github.api, GITHUB_TOKEN: TOKEN, ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'issue', ...args], { cwd: folder, env: all, timeout: 50_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

const tell = (env: NodeJS.ProcessEnv = {}) => run(['--from', 'out.md', '--repo', 'acme/shop'], env)

function issue(number: number, facts: Partial<StoredIssue> = {}): StoredIssue {
  return { number, state: 'open', title: 'x', body: 'x', labels: ['performance-regression'], comments: [], ...facts }
}

describe('vitest-load issue', () => {
  it('creates an issue, and comments on it the next time', async () => {
    const created = await tell()
    expect(created).toEqual({ code: 0, stdout: 'Created https://github.com/acme/shop/issues/1\n', stderr: '' })
    expect(github.issues).toMatchObject([
      {
        title: 'Performance regression in gateway',
        body: `${KEY}\nLimits: p95 +10 %.\n`,
        labels: ['performance-regression'],
      },
    ])
    const run = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '42' }
    const commented = await tell(run)
    expect(commented.stdout).toBe('Commented https://github.com/acme/shop/issues/1#issuecomment-1\n')
    expect(github.issues).toHaveLength(1)
    expect(github.issues[0]?.comments).toEqual([
      `${KEY}\nLimits: p95 +10 %.\n\nFound by https://github.com/acme/shop/actions/runs/42\n`,
    ])
    expect(github.asked.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true)
  })

  it('finds its issue on the third page, behind pull requests and issues without a body', async () => {
    github.issues = Array.from({ length: 249 }, (_, index) => issue(index + 1, index % 2 === 0 ? { body: null } : {}))
    github.issues[3] = issue(4, { body: KEY, isPullRequest: true })
    github.issues.push(issue(250, { body: `${KEY}\nearlier` }))
    expect((await tell()).stdout).toContain('/issues/250#')
    expect(github.asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST'])
  })

  it('leaves a closed issue closed, and creates another', async () => {
    github.issues = [issue(1, { state: 'closed', body: KEY })]
    expect((await tell()).stdout).toBe('Created https://github.com/acme/shop/issues/2\n')
  })

  it('takes one key for reports of other titles, and labels of the user', async () => {
    write('other.md', '# Performance regression in gateway, orders\n')
    const options = ['--repo', 'acme/shop', '--key', 'nightly -->', '--label', 'slow', '--label', 'p1']
    await run(['--from', 'out.md', ...options])
    expect((await run(['--from', 'other.md', ...options])).stdout).toMatch(/^Commented/)
    expect(github.issues).toMatchObject([{ labels: ['slow', 'p1'], body: expect.stringMatching(/^<!-- [^>]*%2D%2D%3E -->\n/) }])
  })

  it('says which labels GitHub left off, without which it finds no issue again', async () => {
    github.intervene = ({ method }, response) => {
      if (method === 'POST')
        reply(response, 201, { html_url: 'https://github.com/acme/shop/issues/1', labels: [{ name: 'Slow' }] })
      return method === 'POST'
    }
    const { code, stdout, stderr } = await run(['--from', 'out.md', '--repo', 'acme/shop', '--label', 'slow', '--label', 'ci'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Created https://github.com/acme/shop/issues/1\n' })
    expect(stderr).toBe(
      "! GitHub left off 'ci': GITHUB_TOKEN may not set labels, and without them the issue isn't found again. Set them by hand\n",
    )
  })

  it('is no issue where nothing became worse', async () => {
    write('good.md', '# No performance regression in 2 services\n')
    const { code, stdout } = await run(['--from', 'good.md', '--repo', 'acme/shop'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'No issue: good.md tells of no regression\n' })
    expect(github.asked).toEqual([])
  })

  it('prints its requests without a token, and sends none', async () => {
    const { code, stdout } = await run(['--from', 'out.md', '--repo', 'acme/shop', '--dry-run'], { GITHUB_TOKEN: '' })
    expect(code).toBe(0)
    expect(stdout).toContain(`GET ${github.api}/repos/acme/shop/issues?state=open&labels=performance-regression&`)
    expect(stdout).toContain(`POST ${github.api}/repos/acme/shop/issues\naccept: application/vnd.github+json\n`)
    expect(stdout).toContain(`POST ${github.api}/repos/acme/shop/issues/<number>/comments\n`)
    expect(stdout).toContain('authorization: Bearer <GITHUB_TOKEN>')
    expect(stdout).toContain('"title": "Performance regression in gateway"')
    expect((await run(['--from', 'out.md', '--repo', 'acme/shop', '--dry-run'])).stdout).toBe(stdout)
    expect(github.asked).toEqual([])
  })

  it('cuts what GitHub would refuse, between lines', async () => {
    write('long.md', `# ${'regressed '.repeat(100)}\n\n${'| a row of a long table | 1 ms |\n'.repeat(10_000)}`)
    expect((await run(['--from', 'long.md', '--repo', 'acme/shop'])).code).toBe(0)
    const [{ title, body } = issue(0)] = github.issues
    expect(title.length).toBeLessThanOrEqual(256)
    expect(body?.length).toBeLessThanOrEqual(65_536)
    expect(body).toMatch(/\| 1 ms \|\n\n… The rest is in the report/)
  })

  it.each<[string, number, unknown, Record<string, string>, string]>([
    ['a token that is wrong', 401, { message: 'Bad credentials' }, {}, 'GITHUB_TOKEN is wrong or has expired'],
    [
      'a token that may not',
      403,
      { message: 'Resource not accessible by integration' },
      {},
      "(Resource not accessible by integration): GITHUB_TOKEN may not do this: it needs the permission 'issues: write'",
    ],
    [
      'the limit of an hour',
      403,
      { message: 'API rate limit exceeded' },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000000' },
      'too many requests; try again after 2027-01-15T08:00:00.000Z',
    ],
    [
      'the secondary limit',
      403,
      { message: 'You have exceeded a secondary rate limit' },
      { 'retry-after': '60' },
      'too many requests; try again in 60 s',
    ],
    ['too many requests', 429, { message: 'slow down' }, {}, 'too many requests; try again later'],
    ['no such repository', 404, { message: 'Not Found' }, {}, 'there is no such repository, or GITHUB_TOKEN may not see it'],
    ['issues that are off', 410, { message: 'Issues are disabled for this repo' }, {}, 'has its issues switched off'],
    [
      'a repository that was moved',
      301,
      { message: 'Moved Permanently' },
      { location: 'https://x/' },
      'the repository was moved',
    ],
    [
      'what it does not take',
      422,
      { message: 'Validation Failed', errors: [{ resource: 'Issue', field: 'title', code: 'missing_field' }] },
      {},
      '422 (Validation Failed; Issue title missing_field): it takes no issue like this',
    ],
    ['a fault of its own', 502, '<html>Bad Gateway</html>', {}, '502: GitHub has a fault of its own'],
    ['a token told back', 403, { message: `no ${TOKEN} here` }, {}, '403 (no *** here)'],
    ['terminal codes', 400, { message: '\u001b]0;owned\u0007' }, {}, String.raw`400 (\x1b]0;owned\x07)`],
  ])('says what to do about %s', async (_, status, body, headers, message) => {
    github.intervene = (_asked, response) => {
      reply(response, status, body, headers)
      return true
    }
    const { code, stdout, stderr } = await tell()
    expect(stderr).toContain(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stdout + stderr).not.toContain(TOKEN)
    expect(code).toBe(2)
  })

  it('says that creating failed after a list that did not', async () => {
    github.intervene = ({ method }, response) => {
      if (method === 'POST') reply(response, 500, {})
      return method === 'POST'
    }
    expect((await tell()).stderr).toBe(
      'vitest-load: Expected GitHub to create an issue in acme/shop, got 500: GitHub has a fault of its own; try again later\n',
    )
  })

  it('sends its token to no other host, whatever the next page is called', async () => {
    github.intervene = (_asked, response) => {
      reply(response, 200, [], { link: '<https://evil.example/page>; rel="next"' })
      return true
    }
    expect((await tell()).stderr).toContain('got another host')
    expect(github.asked).toHaveLength(1)
  })

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['a network that is down', { GITHUB_API_URL: 'http://127.0.0.1:2' }, "http://127.0.0.1:2 can't be reached: ECONNREFUSED"],
    ['an API in the open', { GITHUB_API_URL: 'http://github.example/api' }, 'Expected GITHUB_API_URL to be an https URL'],
    ['an API that is no URL', { GITHUB_API_URL: 'github' }, "got 'github'"],
    ['an API with a password', { GITHUB_API_URL: 'https://me:pass@github.example' }, "got 'https://***@github.example'"],
    ['no token', { GITHUB_TOKEN: '' }, 'Expected a token in the variable GITHUB_TOKEN, or --dry-run'],
    ['a token of two lines', { GITHUB_TOKEN: `${TOKEN}\n${TOKEN}` }, 'with spaces or control characters'],
  ])('refuses %s', async (_, env, message) => {
    const { code, stdout, stderr } = await tell(env)
    expect(stderr).toContain(message)
    expect(stdout + stderr).not.toContain(TOKEN)
    expect(stderr).not.toContain('pass')
    expect(code).toBe(2)
  })

  it.each([
    [[], 'Expected --from out.md'],
    [['--from', 'none.md', '--repo', 'acme/shop'], 'none.md: expected a file: there is none'],
    [['--from', '.', '--repo', 'acme/shop'], '.: expected a file, got a directory'],
    [
      ['--from', 'text.md', '--repo', 'acme/shop'],
      "text.md, line 1: expected Markdown that begins with a title, such as '# Slower'",
    ],
    [['--from', 'out.md'], 'Expected --repo owner/name'],
    [['--from', 'out.md', '--repo', 'acme'], "got 'acme'"],
    [['--from', 'out.md', '--repo', '../..'], "got '../..'"],
    [['--from', 'out.md', '--repo', 'acme/shop?x'], "got 'acme/shop?x'"],
    [['--from', 'out.md', '--repo', 'acme/shop', '--label', 'a,b'], "without a comma, got 'a,b'"],
    [['--from', 'out.md', '--repo', 'acme/shop', '--token', 'x'], 'Unknown option --token'],
    [['out.md'], "Expected options alone, got 'out.md'"],
  ])('refuses %j', async (args, message) => {
    write('text.md', 'no title\n')
    const { code, stderr } = await run(args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(github.asked).toEqual([])
  })
})
