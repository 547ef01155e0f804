import { createServerGuard } from './ready.ts'
import { isInUse, startWebServer, type WebServer, WebServerError, type WebServerOptions } from './web-server.ts'

/** What a test may do to the web server. */
export const serverOrders = ['kill', 'restart', 'pause', 'resume'] as const

export type ServerOrder = (typeof serverOrders)[number]

/** How the server is, as loads need to know it. */
export interface ServerFacts {
  readonly pid: number | undefined
  readonly inspectors: readonly string[] | undefined
}

/** The web server of a run, which tests may kill, restart and pause. Orders are followed one after another. */
export class ControlledServer {
  readonly #options: WebServerOptions
  readonly #onFailed: (error: WebServerError) => void
  #server: WebServer
  #state: 'running' | 'paused' | 'gone' = 'running'
  #last: Promise<unknown> = Promise.resolve()

  private constructor(options: WebServerOptions, server: WebServer, onFailed: (error: WebServerError) => void) {
    this.#options = options
    this.#onFailed = onFailed
    this.#server = server
    this.#watch(server)
  }

  /** Starts it, as `startWebServer` does. `onFailed` hears of it whenever it ends without an order. */
  static async start(options: WebServerOptions, onFailed: (error: WebServerError) => void): Promise<ControlledServer> {
    return new ControlledServer(options, await startWebServer(options), onFailed)
  }

  get isReused(): boolean {
    return this.#server.isReused
  }

  get facts(): ServerFacts {
    const { pid, inspectors } = this.#server
    return { pid, inspectors }
  }

  /** Resolves when it is done: a restarted server is ready. Rejects with a `WebServerError` where that is not to be had. */
  async follow(order: ServerOrder): Promise<void> {
    await this.#inTurn(() => this.#follow(order))
  }

  /** Sees to it that it runs; resolves with what had to be done for that. */
  async ensure(): Promise<'started' | 'resumed' | undefined> {
    return await this.#inTurn(async () => {
      if (this.#state === 'running') return undefined
      const isPaused = this.#state === 'paused'
      await this.#follow(isPaused ? 'resume' : 'restart')
      return isPaused ? 'resumed' : 'started'
    })
  }

  async stop(): Promise<void> {
    await this.#inTurn(() => this.#server.stop())
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return await done
  }

  async #follow(order: ServerOrder): Promise<void> {
    if (this.isReused) {
      throw new WebServerError(
        `Expected a web server that Vitest started itself, to ${order} it, got one that was there before. ` +
          'Stop that one, or set `webServer: { reuseExistingServer: false }`',
      )
    }
    switch (order) {
      case 'kill':
        if (this.#state === 'gone') return
        this.#state = 'gone'
        await this.#server.kill()
        return await this.#expectFree()
      case 'restart':
        if (this.#state !== 'gone') await this.#server.stop()
        this.#state = 'gone'
        await this.#expectFree()
        this.#server = await startWebServer({ ...this.#options, reuseExistingServer: false })
        this.#state = 'running'
        return this.#watch(this.#server)
      case 'pause':
        this.#expectThere(order)
        this.#server.pause()
        this.#state = 'paused'
        return
      case 'resume':
        this.#expectThere(order)
        this.#server.resume()
        this.#state = 'running'
    }
  }

  /** What left the process group can't be found any more: it would answer in the place of one that is dead. */
  async #expectFree(): Promise<void> {
    const { command, url, allowedHosts } = this.#options
    if (!(await isInUse(url, createServerGuard(allowedHosts)))) return
    throw new WebServerError(
      `The web server \`${command}\` is gone, but something still listens at ${url}: a process that left its group, as \`setsid\` and ` +
        '`detached: true` make it do. Let the command keep it in the foreground',
    )
  }

  #expectThere(order: ServerOrder): void {
    if (this.#state !== 'gone') return
    throw new WebServerError(`Expected a web server that runs, to ${order} it, got one that has ended: use restart()`)
  }

  #watch(server: WebServer): void {
    server.failed.then((error) => {
      if (server !== this.#server) return
      this.#state = 'gone'
      this.#onFailed(error)
    })
  }
}
