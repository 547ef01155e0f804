import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, type Project } from './project.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** A project with the library, and nothing of its own but what a test says. */
function emptyProject(files: Readonly<Record<string, string>> = {}): Project {
  const project = createProject({ 'package.json': '{ "private": true }' })
  rmSync(join(project.folder, 'vitest.config.ts'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(project.folder, path), text)
  return project
}

function init({ folder }: Project, ...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const program = join(repository, 'dist/cli/main.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'init', ...args], { cwd: folder, encoding: 'utf8' })
  return { code: status, stdout, stderr }
}

const textOf = ({ folder }: Project, path: string): string => readFileSync(join(folder, path), 'utf8')

describe('vitest-load init', () => {
  it('writes a project that runs, keeps a history, and is left alone the next time', async () => {
    const project = emptyProject()
    const port = await freePort()
    const args = ['--url', `http://localhost:${port}/up?a=1`, '--docker']
    const { code, stdout } = init(project, ...args)
    expect(code).toBe(0)
    const files = [
      'vitest.config.mts',
      'tests/load/health.test.ts',
      'tests/load/server.mjs',
      '.github/workflows/load.yml',
      'load.Dockerfile',
      'load.Dockerfile.dockerignore',
      'load.compose.yaml',
    ]
    expect(stdout.match(/^wrote {2}.*$/gm)).toEqual(files.map((path) => `wrote  ${path}`))
    expect(stdout).toContain('npm install --save-dev vitest vite vitest-load')
    expect(textOf(project, 'load.compose.yaml')).toContain(`LOAD_BASE_URL: http://service:${port}\n`)

    const run = await project.run({ env: { LOAD_SCALE: '0.1' } })
    expect(run.output).toMatch(/✓ .*p95 was .*, expected below 200 ms/)
    expect(run.code).toBe(0)
    expect(readdirSync(join(project.folder, '.vitest/load'))).toContain('history.sqlite')
    expect(await project.leftovers()).toEqual([])

    writeFileSync(join(project.folder, 'tests/load/health.test.ts'), 'mine')
    const again = init(project, ...args)
    expect(again.code).toBe(0)
    expect(again.stdout.match(/^kept {3}.*$/gm)).toHaveLength(files.length)
    expect(again.stdout).not.toContain('wrote')
    expect(textOf(project, 'tests/load/health.test.ts')).toBe('mine')
    expect(init(project, ...args, '--force').stdout.match(/^wrote /gm)).toHaveLength(files.length)
    expect(textOf(project, 'tests/load/health.test.ts')).not.toBe('mine')
  })

  it('loads a service that runs already, as in a container beside it', async () => {
    const project = emptyProject()
    const port = await freePort()
    init(project)
    const env = { LOAD_SCALE: '0.1', LOAD_BASE_URL: `http://127.0.0.1:${port}` }
    const waiting = project.start({ env })
    const server = await startFixtureServer({ port })
    onTestFinished(() => server.close())
    expect(await waiting.finished).toMatchObject({ code: 0 })
  })

  it.each(['vitest.config.ts', 'vite.config.js', 'vitest.config.mts'])('leaves %s alone, and says what to add', (name) => {
    const project = emptyProject({ [name]: 'export default {}\n' })
    const { code, stdout } = init(project, '--command', 'npm start')
    expect(code).toBe(0)
    expect(textOf(project, name)).toBe('export default {}\n')
    expect(readdirSync(project.folder).filter((file) => file.includes('.config.'))).toEqual([name])
    expect(stdout).toContain(`${name} is yours. Add to it:\n\n  import { loadProject } from 'vitest-load/config'\n`)
    expect(stdout).toContain(": { webServer: { command: 'npm start', url: 'http://127.0.0.1:3000/health' } }),\n")
  })

  it('takes the command and the address of a server as they are, whatever stands in them', () => {
    const project = emptyProject()
    const command = `node -e 'console.log("\${x} $& \\\\ ")'`
    const { stdout } = init(project, '--command', command, '--url', "http://127.0.0.1:8080/it's?a=$&", '--docker')
    expect(stdout).not.toContain('server.mjs')
    const config = textOf(project, 'vitest.config.mts')
    const [, written = ''] = /command: ('(?:[^'\\]|\\.)*')/.exec(config) ?? []
    expect(Function(`return ${written}`)()).toBe(command)
    expect(config).toContain(String.raw`url: 'http://127.0.0.1:8080/it\'s?a=$&'`)
    expect(textOf(project, 'tests/load/health.test.ts')).toContain(String.raw`load('GET /it\'s?a=$&', `)
    const compose = textOf(project, 'load.compose.yaml')
    expect(compose).toContain('  service:\n    build: .\n    init: true\n')
    expect(compose).not.toContain('server.mjs')
    writeFileSync(join(project.folder, 'config.mjs'), config)
    const check = spawnSync(process.execPath, ['--check', join(project.folder, 'config.mjs')], { encoding: 'utf8' })
    expect(check.stderr).toBe('')
  })

  it('writes the workflow that this repository uses', () => {
    const project = emptyProject()
    init(project)
    expect(textOf(project, '.github/workflows/load.yml')).toBe(
      readFileSync(join(repository, '.github/workflows/load.yml'), 'utf8'),
    )
  })

  it.each([
    [['--url', 'ftp://x'], /Expected --url to be an http or https URL/],
    [['--url', 'http://me:secret@127.0.0.1/'], /Expected --url to be an http or https URL without a user/],
    [['--url', 'https://staging.example'], /Expected --command, which starts the server at https:\/\/staging\.example\//],
    [['--command'], /Expected --command to have a value/],
    [['here'], /Expected options alone, got 'here'/],
    [['--dokcer'], /Unknown option --dokcer: did you mean --docker\?/],
  ])('refuses %j, and writes nothing', (args, message) => {
    const project = emptyProject()
    const before = readdirSync(project.folder)
    const { code, stderr } = init(project, ...args)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('secret')
    expect(code).toBe(2)
    expect(readdirSync(project.folder)).toEqual(before)
  })

  it('writes all or nothing', () => {
    const project = emptyProject({ '.github': 'a file' })
    const { code, stderr } = init(project)
    expect(stderr).toMatch(/^vitest-load: \.github\/workflows\/load\.yml: expected a file that can be written/)
    expect(code).toBe(2)
    expect(existsSync(join(project.folder, 'vitest.config.mts'))).toBe(false)
    mkdirSync(join(project.folder, 'vitest.config.mts'))
    expect(init(project).code).toBe(2)
  })

  it('writes nothing where a directory stands in the way of one, and over a link that leads nowhere', () => {
    const project = emptyProject({})
    mkdirSync(join(project.folder, '.github/workflows/load.yml'), { recursive: true })
    symlinkSync(join(project.folder, 'gone.ts'), join(project.folder, 'vitest.config.mts'))
    const { code, stderr } = init(project, '--force')
    expect(stderr).toBe(
      'vitest-load: .github/workflows/load.yml: expected a file that can be written: there is a directory of this name\n',
    )
    expect(code).toBe(2)
    expect(readdirSync(join(project.folder, 'tests/load'))).toEqual([])
    rmSync(join(project.folder, '.github'), { recursive: true })
    expect(init(project)).toMatchObject({ code: 0, stdout: expect.stringContaining('vitest.config.mts is yours') })
  })
})
