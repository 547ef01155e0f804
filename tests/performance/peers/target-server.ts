import { startFixtureProcess } from '../fixture-process.ts'
import { startNginx } from './nginx.ts'

/** What all generators are pointed at. */
export interface TargetServer {
  readonly name: string
  /** Answers at once with a small JSON. */
  readonly url: string
  /** The same over TLS, with a certificate that nobody has signed; `undefined` if it has none. */
  readonly secureUrl: string | undefined
  stop(): Promise<void>
}

/** nginx, or without it the project's fixture server. */
export async function startTargetServer(directory: string, workers: number, openFiles: number): Promise<TargetServer> {
  const nginx = await startNginx(directory, workers, openFiles)
  if (nginx !== undefined) return nginx
  const { url, stop } = await startFixtureProcess()
  return { name: 'fixture server, as there is no nginx', url: `${url}/health`, secureUrl: undefined, stop }
}
