import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createProject, type Project, testFile } from './project.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const workflow = readFileSync(join(repository, 'templates/load.yml'), 'utf8')
const hasJq = spawnSync('jq', ['--version']).status === 0

/** The script of the step that has this line, as GitHub's runner takes it. */
function scriptOf(line: string): string {
  const [, step = ''] = workflow.split(line)
  const [, script = ''] = / run: \|\n((?: {10}.*\n|\n)+)/.exec(step) ?? []
  return script.replaceAll(/^ {10}/gm, '')
}

/** Runs a step's script as the runner does; `npx` finds the library and Vitest, and `gh` is the test's. */
function runStep(project: Project, line: string, env: Readonly<Record<string, string>>, gh = '') {
  const { folder } = project
  const tools = {
    npx: `shift; tool=$1; shift
      if [ "$tool" = vitest ]; then set -- "${repository}/node_modules/vitest/vitest.mjs" "$@"; else set -- "${repository}/dist/cli/main.js" "$@"; fi
      exec "${process.execPath}" "$@"`,
    gh,
  }
  for (const [name, script] of Object.entries(tools)) write(folder, `tools/${name}`, `#!/usr/bin/env bash\n${script}\n`, 0o755)
  const { PATH, HOME } = process.env
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const file of Object.values(files)) rmSync(file, { force: true })
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', scriptOf(line)], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'tools')}:${PATH}`, HOME, ...files, ...env },
  })
  const output = existsSync(files.GITHUB_OUTPUT) ? readFileSync(files.GITHUB_OUTPUT, 'utf8') : ''
  return { code: status, log: stdout + stderr, output }
}

function write(folder: string, path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  chmodSync(join(folder, path), mode)
}

const tagged = testFile(`
  test('a', { tags: ['load'] }, () => {})
  test('b', { tags: ['stress', 'slow'] }, () => {})
  test('c', { tags: ['load', 'stress'] }, () => {})
  test('d', () => {})
`)

describe.skipIf(!hasJq)('the matrix of the workflow', () => {
  const matrix = (leaveOutSlow: boolean): { name: string; filter: string }[] => {
    const project = createProject({ 'tests/load/a.test.ts': tagged })
    const { code, log, output } = runStep(project, '- id: matrix', { LEAVE_OUT_SLOW: String(leaveOutSlow) })
    expect({ code, log }).toMatchObject({ code: 0 })
    return JSON.parse(output.replace(/^matrix=/, ''))
  }

  it('has the tags that tests have, and those without; each test is of one entry', () => {
    expect(matrix(false)).toEqual([
      { name: 'load', filter: 'load && !smoke' },
      { name: 'stress', filter: 'stress && !smoke && !load' },
      { name: 'untagged', filter: expect.stringMatching(/^!smoke && !load && !stress && .* && !slow$/) },
    ])
  })

  it('leaves out what is slow on pull requests', () => {
    expect(matrix(true)).toMatchObject([{ name: 'load', filter: 'load && !smoke && !slow' }, { name: 'untagged' }])
  })

  it('is empty without tests', () => {
    const project = createProject({ 'tests/load/a.test.ts': testFile("test('b', { tags: ['slow'] }, () => {})") })
    expect(runStep(project, '- id: matrix', { LEAVE_OUT_SLOW: 'true' }).output).toBe('matrix=[]\n')
  })
})

describe('the comparison of the workflow', () => {
  const files = (run: string): Readonly<Record<string, string>> => ({
    'results/gateway_stats.csv': readFileSync(join(repository, `fixtures/locust/gateway-${run}_stats.csv`), 'utf8'),
    'main/gateway_stats.csv': readFileSync(join(repository, 'fixtures/locust/gateway-baseline_stats.csv'), 'utf8'),
  })
  const compared = (run: string): { project: Project; code: number | null; output: string } => {
    const project = createProject({ ...files(run), 'report/x_report.md': '# Report\n' })
    const program = join(repository, 'dist/cli/main.js')
    spawnSync(process.execPath, [program, 'baseline', 'save', 'main/gateway_stats.csv'], { cwd: project.folder })
    return { project, ...runStep(project, '- name: Compare with baselines', {}) }
  }

  it('tells the next job of a regression, and passes itself', () => {
    expect(compared('regressed')).toMatchObject({ code: 0, output: 'regression=true\n' })
    expect(compared('baseline')).toMatchObject({ code: 0, output: '' })
  })

  it('fails at bad input', () => {
    const project = createProject({ 'baselines/a.json': '{', 'report/x': '', ...files('baseline') })
    expect(runStep(project, '- name: Compare with baselines', {})).toMatchObject({ code: 2, output: '' })
  })

  it('fails where it is confirmed by the run after it, and passes where it is not', () => {
    const { project } = compared('regressed')
    write(project.folder, '.vitest/load/gateway_stats.csv', files('regressed')['results/gateway_stats.csv'] ?? '')
    expect(runStep(project, '- name: Compare again what was worse', {})).toMatchObject({ code: 1 })
    expect(readFileSync(join(project.folder, 'confirmed.md'), 'utf8')).toMatch(/^# Performance regression in gateway/)
    write(project.folder, '.vitest/load/gateway_stats.csv', files('baseline')['results/gateway_stats.csv'] ?? '')
    expect(runStep(project, '- name: Compare again what was worse', {})).toMatchObject({ code: 0 })
  })

  it.each([
    ['creates a comment', '', /^api --silent repos\/o\/r\/issues\/7\/comments --field body=@comment\.md$/m],
    [
      'renews its own',
      '11\\n12\\n',
      /^api --silent --method PATCH repos\/o\/r\/issues\/comments\/11 --field body=@comment\.md$/m,
    ],
  ])('%s on the pull request', (_, own, asked) => {
    const { project } = compared('regressed')
    const gh = `echo "$*" >> asked; case "$*" in *--paginate*) printf '${own}' ;; esac`
    expect(runStep(project, '- name: Comment on the pull request', { NUMBER: '7', GITHUB_REPOSITORY: 'o/r' }, gh).code).toBe(0)
    expect(readFileSync(join(project.folder, 'asked'), 'utf8')).toMatch(asked)
    const comment = readFileSync(join(project.folder, 'comment.md'), 'utf8')
    expect(comment).toMatch(/^<!-- vitest-load report -->\n# Performance regression in gateway\n[\s\S]*\n# Report\n$/)
  })
})
