import { resolve } from 'node:path'
import type { Reporter, TestProject, TestSpecification, Vitest } from 'vitest/node'
import { printable } from '../report/printable.ts'
import type { ControlEndpoint } from '../server/control-endpoint.ts'
import type { ControlledServer } from '../server/controlled-server.ts'
import type { ReadProjectOptions, ReadReady, ReadWebServer } from './options.ts'
import { reportStream } from './report-stream.ts'

/** A server, and where tests send their orders for it. */
interface Served {
  readonly server: ControlledServer
  readonly control: ControlEndpoint
}

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
  readonly #servers = new Map<string, Served>()

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
      const { server, control } = await this.#start({ ...webServer, cwd }, settings.allowedHosts)
      const { pid, inspectors } = server.facts
      // Loads sample its process.
      const sampled = {
        ...(pid !== undefined && { serverPid: pid }),
        ...(inspectors !== undefined && { serverInspectors: inspectors }),
        ...(keep !== undefined && {
          serverCapture: { kind: keep, folder: resolve(this.#vitest.config.root, report.outputDir) },
        }),
        serverControl: control.url,
      }
      project.provide('vitest-load', { ...settings, ...sampled })
    }
    if (ready !== undefined) await waitFor(ready, settings.allowedHosts)
  }

  async #start(options: ReadWebServer, allowedHosts: readonly string[]): Promise<Served> {
    const key = JSON.stringify(options)
    const known = this.#servers.get(key)
    if (known !== undefined) {
      // In watch mode it may have ended since the last run.
      await known.server.ensure()
      return known
    }
    // Loaded here, because most runs of Vitest need no server.
    const { ControlledServer } = await import('../server/controlled-server.ts')
    const { openControl } = await import('../server/control-endpoint.ts')
    const server = await ControlledServer.start({ ...options, allowedHosts }, (error) => {
      this.#vitest.logger.error(`\n${error.message}\n`)
    })
    const control = await openControl(server, (done, test) => {
      const left = `  The web server was left ${done === 'resumed' ? 'paused' : 'dead'} by "${printable(test)}"`
      const then = done === 'lost' ? ', and does not come back: the tests that follow find none' : `: ${done} again`
      reportStream(this.#vitest).write(left + then)
    })
    const served = { server, control }
    this.#servers.set(key, served)
    if (server.isReused) reportStream(this.#vitest).write(`  Using the server that already answers at ${options.url}`)
    return served
  }

  async #stop(): Promise<void> {
    const servers = [...this.#servers.values()]
    this.#servers.clear()
    await Promise.all(
      servers.map(async ({ server, control }) => {
        control.close()
        await server.stop()
      }),
    )
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
