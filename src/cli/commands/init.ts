import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { maskUserInfo } from '../../core/mask-user-info.ts'
import { printable } from '../../report/printable.ts'
import type { Command } from '../command.ts'
import { nextSteps } from '../init/next-steps.ts'
import { configFile, dockerFiles, projectFiles, projectSnippet, type SetUp } from '../init/templates.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { type OutputFile, writeFiles } from '../write-files.ts'

/** `vitest-load init`: what a project needs for its first load test, and for CI. */
export const initCommand: Command = {
  name: 'init',
  summary: 'write a configuration, a first test and a GitHub Actions workflow',
  operands: '',
  options: {
    url: { value: 'url', description: 'where the server answers when it is ready; http://127.0.0.1:3000/health unless given' },
    command: { value: "'npm start'", description: 'what starts the server; an example server is written unless given' },
    docker: { description: 'write a Dockerfile and a Compose file, too, for running next to a service' },
    force: { description: 'overwrite files of the same name' },
  },
  examples: ['vitest-load init', "vitest-load init --command 'npm start' --url http://127.0.0.1:8080/ready --docker"],
  run(given, terminal) {
    const command = given.value('command')
    const setUp: SetUp = { url: readUrl(given.value('url')), ...(command !== undefined && { command }) }
    if (command === undefined) refuseElsewhere(setUp.url)
    const config = configFile(setUp)
    const existing = configsHere().filter((name) => !(name === config.path && (given.has('force') || isSame(config))))
    const files = [
      ...(existing.length > 0 ? [] : [config]),
      ...projectFiles(setUp),
      ...(given.has('docker') ? dockerFiles(setUp) : []),
    ]
    const isKept = (path: string): boolean => existsSync(path) && !given.has('force')
    const kept = files.filter(({ path }) => isKept(path))
    const written = files.filter(({ path }) => !isKept(path))
    writeFiles(written)
    for (const { path } of written) terminal.print(`wrote  ${path}`)
    for (const { path } of kept) terminal.print(`kept   ${path}, which exists; --force overwrites it`)
    if (existing.length > 0) explainConfig(existing, setUp, terminal)
    terminal.print(
      `\nNext:\n${nextSteps()
        .map((step) => `  ${step}`)
        .join('\n')}`,
    )
    return 0
  },
}

function readUrl(found = 'http://127.0.0.1:3000/health'): URL {
  const url = URL.parse(found)
  const isPlain = url !== null && url.username === '' && url.password === '' && url.hash === ''
  if (isPlain && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new UsageError(
    `Expected --url to be an http or https URL without a user, such as http://127.0.0.1:3000/health, got '${maskUserInfo(found)}'`,
  )
}

/** The example server speaks HTTP on this machine. */
function refuseElsewhere({ protocol, hostname, href }: URL): void {
  if (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return
  throw new UsageError(
    `Expected --command, which starts the server at ${href}, or an address such as http://127.0.0.1:3000/health`,
  )
}

/** Vitest takes one of these, and another beside it would take its place. */
function configsHere(): readonly string[] {
  return readdirSync('.').filter((name) => /^(vitest|vite)\.(config|workspace|projects)\.[cm]?[jt]s$/.test(name))
}

function isSame({ path, text }: OutputFile): boolean {
  // A link may lead nowhere.
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path, 'utf8') === text
}

function explainConfig(existing: readonly string[], setUp: SetUp, { print }: Terminal): void {
  const snippet = projectSnippet(setUp).replaceAll(/^/gm, '  ')
  print(`\n${existing.map(printable).join(', ')} is yours. Add to it:\n
  import { loadProject } from 'vitest-load/config'

  const { LOAD_BASE_URL } = process.env

and to its \`test.projects\`:

${snippet}

Other projects may take tests/load for theirs: exclude it there.`)
}
