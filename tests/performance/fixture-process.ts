import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Starts the fixture server as a process of its own, so that its work is not counted as the generator's. */
export async function startFixtureProcess(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const file = fileURLToPath(new URL('../../fixtures/server.ts', import.meta.url))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = /http:\/\/\S+/.exec(line)?.[0]
  if (url === undefined) throw new Error(`Expected the fixture server to print its URL, got '${line}'`)
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
