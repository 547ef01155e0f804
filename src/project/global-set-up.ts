import { resolve } from 'node:path'
import type { Reporter, TestProject, TestSpecification, Vitest } from 'vitest/node'
import type { WebServer } from '../server/web-server.ts'
import type { ReadProjectOptions, ReadReady, ReadWebServer } from './options.ts'
import { reportStream } from './report-stream.ts'

interface Member {
  readonly project: TestProject
  readonly options: ReadProjectOptions
}

/**
 * Sees to the servers of all load projects of a run. It is a reporter, because a reporter's start is awaited by Vitest in the process
 * that lasts, and knows which files will run.
 */
export class GlobalSetUp implements Reporter {
  readonly #vitest: Vitest
  readonly #members: Member[] = []
  /** By their options: projects that name the same server share it. */
  readonly #servers = new Map<string, WebServer>()

  private constructor(vitest: Vitest) {
    this.#vitest = vitest
    vitest.onClose(() => this.#stop())
  }

  /** The one of this run. */
  static of(vitest: Vitest): GlobalSetUp {
    const { reporters } = vitest.config
    const known = reporters.find((reporter) => reporter instanceof GlobalSetUp)
    if (known !== undefined) return known
    const created = new GlobalSetUp(vitest)
    reporters.push(created)
    return created
  }

  add(project: TestProject, options: ReadProjectOptions): void {
    this.#members.push({ project, options })
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    if (this.#vitest.config.mergeReports) return
    const projects = new Set(specifications.map(({ project }) => project))
    try {
      for (const member of this.#members) {
        if (projects.has(member.project)) await this.#prepare(member)
      }
    } catch (error) {
      await this.#stop()
      throw withoutStack(error)
    }
  }

  async onTestRunEnd(): Promise<void> {
    if (!this.#vitest.config.watch) await this.#stop()
  }

  async #prepare({ project, options }: Member): Promise<void> {
    const { webServer, keep, ready, report, settings } = options
    if (webServer !== undefined) {
      const cwd = resolve(project.config.root, webServer.cwd)
      const { pid, inspectors } = await this.#start({ ...webServer, cwd }, settings.allowedHosts)
      // Loads sample its process.
      const sampled = {
        ...(pid !== undefined && { serverPid: pid }),
        ...(inspectors !== undefined && { serverInspectors: inspectors }),
        ...(keep !== undefined && {
          serverCapture: { kind: keep, folder: resolve(this.#vitest.config.root, report.outputDir) },
        }),
      }
      project.provide('vitest-load', { ...settings, ...sampled })
    }
    if (ready !== undefined) await waitFor(ready, settings.allowedHosts)
  }

  async #start(options: ReadWebServer, allowedHosts: readonly string[]): Promise<WebServer> {
    const key = JSON.stringify(options)
    const known = this.#servers.get(key)
    if (known !== undefined) return known
    // Loaded here, because most runs of Vitest need no server.
    const { startWebServer } = await import('../server/web-server.ts')
    const server = await startWebServer({ ...options, allowedHosts })
    this.#servers.set(key, server)
    if (server.isReused) reportStream(this.#vitest).write(`  Using the server that already answers at ${options.url}`)
    server.failed.then((error) => {
      this.#servers.delete(key)
      this.#vitest.logger.error(`\n${error.message}\n`)
    })
    return server
  }

  async #stop(): Promise<void> {
    const servers = [...this.#servers.values()]
    this.#servers.clear()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function waitFor(ready: ReadReady, allowedHosts: readonly string[]): Promise<void> {
  const { waitForServer } = await import('../server/ready.ts')
  await waitForServer(ready, allowedHosts)
}

/** Where in the library it was noticed that a user's server doesn't start helps nobody. */
function withoutStack(error: unknown): unknown {
  if (error instanceof Error) error.stack = `${error.name}: ${error.message}`
  return error
}
