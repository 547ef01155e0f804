import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Finished {
  readonly code: number
  readonly output: string
}

/** An empty folder outside the repository, in which the packed package is installed as a user would. */
export class ConsumerProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'vitest-load-consumer-'))

  /** `npm init -y`, and the README's install command with the packed tarball in the package's place. */
  async install(): Promise<void> {
    const repository = fileURLToPath(new URL('../../', import.meta.url))
    await this.#succeed('npm', ['pack', repository, '--ignore-scripts', '--silent', '--pack-destination', this.folder])
    await this.#succeed('npm', ['init', '-y'])
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }
    const packages = [`./vitest-load-${version}.tgz`, 'vitest@^5', 'vite@^8', 'typescript@^7', '@types/node@24']
    await this.#succeed('npm', ['install', '--save-dev', ...packages])
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env: { ...cleanEnvironment(), ...env }, timeout: 150_000, maxBuffer: 2 ** 26 }
      execFile(command, [...args], options, (error, stdout, stderr) => {
        const problem = error?.killed ? `\n${command} was killed after 150 s` : ''
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr + problem })
      })
    })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #succeed(command: string, args: readonly string[]): Promise<void> {
    const { code, output } = await this.run(command, args)
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`)
  }
}

/**
 * Without what the tests of this repository, or the npm script that runs them, put there. npm's settings stay: this repository's own
 * Node would look for the machine's in another place.
 */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(VITEST|LOAD_|npm_(?!config_)|npm_config_local_prefix|NODE_ENV$|TEST$|MODE$|DEV$|PROD$|SSR$|BASE_URL$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}
