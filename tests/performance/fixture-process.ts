import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ServerProcess {
  readonly url: string
  stop(): Promise<void>
}

/** Starts the fixture server as a process of its own, so that its work is not counted as the generator's. */
export function startFixtureProcess(): Promise<ServerProcess> {
  return startServerProcess('../../fixtures/server.ts')
}

/** The same for any script, its path relative to this one, that prints the URL at which it listens. */
export async function startServerProcess(script: string, args: readonly string[] = []): Promise<ServerProcess> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = /http:\/\/\S+/.exec(line)?.[0]
  if (url === undefined) throw new Error(`Expected ${script} to print its URL, got '${line}'`)
  return {
    url,
    async stop() {
      // At Ctrl-C it has gone by itself.
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}
