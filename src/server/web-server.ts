import { LoadTestError, messageOf } from '../core/errors.ts'
import type { HostGuard } from '../http/host-guard.ts'
import { openSocket } from '../http/open-socket.ts'
import { waitUntilReady } from '../http/wait-until-ready.ts'
import { inspectorIn, withInspector } from './inspectors.ts'
import { type ProcessGroup, startProcessGroup } from './process-group.ts'
import { createServerGuard } from './ready.ts'
import { serverEnvironment } from './server-environment.ts'

export interface WebServerOptions {
  /** For the shell. */
  readonly command: string
  /** Absolute; the server is ready when it answers here with a status below 400. */
  readonly url: string
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Milliseconds. */
  readonly timeout: number
  readonly reuseExistingServer: boolean
  readonly inspect: boolean
  readonly allowedHosts: readonly string[]
}

/** The server that is loaded. */
export interface WebServer {
  /** Whether it was there before. */
  readonly isReused: boolean
  /** Its first process; `undefined` of a reused server. */
  readonly pid: number | undefined
  /** Where its Node processes can be inspected; `undefined` where they shall not be. */
  readonly inspectors: readonly string[] | undefined
  /** Says so if it ends before it is stopped; of a reused server nothing is known. */
  readonly failed: Promise<WebServerError>
  /** Resolves when it is gone, with all that it started. Leaves a reused server alone. */
  stop(): Promise<void>
  /** The same, with SIGKILL. */
  kill(): Promise<void>
  /** Stops it from running. Throws a `WebServerError` where that can't be done. */
  pause(): void
  resume(): void
}

/** The web server did not start, or did not last. Its last words are in the message. */
export class WebServerError extends LoadTestError {
  constructor(message: string) {
    super('ERR_LOAD_WEB_SERVER', message)
  }
}

/** Starts the server and waits until it is ready, or takes the one that runs. Leaves nothing behind if it throws. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { command, url, env, cwd, timeout, reuseExistingServer, inspect, allowedHosts } = options
  const guard = createServerGuard(allowedHosts)
  if (await isInUse(url, guard)) {
    if (!reuseExistingServer) throw alreadyInUse(url)
    await waitUntilReady({ url, timeout, guard })
    const inspectors = inspect ? [] : undefined
    return { ...untouchable, inspectors }
  }

  const environment = serverEnvironment(process.env, env)
  const inspectors: string[] = []
  const onLine = (line: string): void => {
    const inspector = inspectorIn(line)
    if (inspector !== undefined) inspectors.push(inspector)
  }
  const group = startProcessGroup(command, { cwd, env: inspect ? withInspector(environment) : environment, onLine })
  const waiting = new AbortController()
  const ready = waitUntilReady({ url, timeout, guard, signal: waiting.signal })
  const problem = await Promise.race([
    group.exited.then((exit) => `${exit}, so it never got ready`),
    ready.then(
      () => undefined,
      (error) => `is not ready: ${messageOf(error)}`,
    ),
  ])
  if (problem !== undefined) {
    waiting.abort()
    await group.stop()
    throw failure(command, problem, group)
  }
  return watch(command, group, inspect ? inspectors : undefined)
}

const untouchable = {
  isReused: true,
  pid: undefined,
  failed: new Promise<never>(() => {}),
  async stop() {},
  async kill() {},
  pause() {},
  resume() {},
} as const

function watch(command: string, group: ProcessGroup, inspectors: readonly string[] | undefined): WebServer {
  let isStopped = false
  return {
    isReused: false,
    pid: group.pid,
    inspectors,
    failed: new Promise((resolve) => {
      group.exited.then((exit) => {
        if (!isStopped) resolve(failure(command, `${exit} during the run`, group))
      })
    }),
    stop() {
      isStopped = true
      return group.stop()
    },
    kill() {
      isStopped = true
      return group.kill()
    },
    pause() {
      if (!group.pause())
        throw new WebServerError('A web server can be paused where there is SIGSTOP, which Windows does not have')
    },
    resume: () => group.resume(),
  }
}

const SHOWN_LINES = 20

// Vitest would take a line that looks like a stack frame for one of this process.
const MARGIN = '  │ '

function failure(command: string, event: string, group: ProcessGroup): WebServerError {
  const lines = group.output.last(SHOWN_LINES)
  const output = lines.length === 0 ? 'It wrote nothing.' : `It wrote last:\n${lines.map((line) => MARGIN + line).join('\n')}`
  return new WebServerError(`The web server \`${command}\` ${event}. ${output}`)
}

function alreadyInUse(url: string): WebServerError {
  return new WebServerError(
    `Expected nothing to listen at ${url} yet, but it is already in use. Stop what listens there, or load it as it is with ` +
      '`webServer: { reuseExistingServer: true }` (the default, but not in CI)',
  )
}

/** Whether anything listens there, be it no web server at all. */
export function isInUse(url: string, guard: HostGuard): Promise<boolean> {
  const { protocol, hostname, port } = new URL(url)
  // Not TLS: that the port is taken shows before any handshake.
  const place = { protocol: 'http:', hostname, port: port || (protocol === 'https:' ? '443' : '80') }
  return new Promise((resolve) => {
    openSocket(place, { guard }, (error, socket) => {
      socket.destroy()
      resolve(error === undefined)
    })
  })
}
