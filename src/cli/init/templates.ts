import { readFileSync } from 'node:fs'
import type { OutputFile } from '../write-files.ts'

/** What a project is set up for. */
export interface SetUp {
  /** Where the server answers as soon as it is ready. */
  readonly url: URL
  /** Starts the server; missing where an example is to be written. */
  readonly command?: string
}

/** The configuration, as it is written in a project without one. */
export function configFile(setUp: SetUp): OutputFile {
  return { path: 'vitest.config.mts', text: filled('vitest.config.mts', setUp) }
}

/** A first test, the workflow and, where it is needed, a server. */
export function projectFiles(setUp: SetUp): readonly OutputFile[] {
  return [
    { path: 'tests/load/health.test.ts', text: filled('health.test.ts', setUp) },
    ...(setUp.command === undefined ? [{ path: 'tests/load/server.mjs', text: filled('server.mjs', setUp) }] : []),
    { path: '.github/workflows/load.yml', text: read('load.yml') },
  ]
}

/** What runs load tests in a container next to the service. */
export function dockerFiles(setUp: SetUp): readonly OutputFile[] {
  const names = ['load.Dockerfile', 'load.Dockerfile.dockerignore', 'load.compose.yaml']
  return names.map((name) => ({ path: name, text: name.endsWith('.yaml') ? composeFile(setUp) : read(name) }))
}

/** The part of the configuration that calls `loadProject`, for a project that has its own. */
export function projectSnippet(setUp: SetUp): string {
  const [, snippet = ''] = /^( +loadProject\(\{\n.*?^ +\}\),)\n/ms.exec(configFile(setUp).text) ?? []
  return snippet.replaceAll(/^ {6}/gm, '')
}

const EXAMPLE_URL = 'http://127.0.0.1:3000/health'

/** Templates hold the example's address and command, so that they can be checked as they are. */
function filled(name: string, { url, command }: SetUp): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const path = `${url.pathname}${url.search}`
  return read(name)
    .replaceAll("'node tests/load/server.mjs 3000'", () => quoted(command ?? `node tests/load/server.mjs ${port}${hostOf(url)}`))
    .replaceAll(quoted(EXAMPLE_URL), () => quoted(url.href))
    .replaceAll("'/health'", () => quoted(path))
    .replaceAll('GET /health', () => quoted(`GET ${path}`).slice(1, -1))
}

/** Where the example listens, unless it does so anyway. */
function hostOf({ hostname }: URL): string {
  return hostname === '127.0.0.1' ? '' : ` ${hostname.replaceAll(/[[\]]/g, '')}`
}

/** A service of the user's own is built beside the load tests. */
function composeFile({ url, command }: SetUp): string {
  const port = url.port === '' ? '80' : url.port
  const text = read('load.compose.yaml').replaceAll('3000', port)
  if (command === undefined) return text
  const own = /^ {2}service:\n.*?^ {4}volumes:\n.*?\n/ms
  return text.replace(own, () => '  service:\n    build: .\n    init: true\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
}

/** The same place from `src` and from `dist`. */
function read(name: string): string {
  return readFileSync(new URL(`../../../templates/${name}`, import.meta.url), 'utf8')
}
