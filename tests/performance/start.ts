import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

// How long it takes from the command to the first request, of a project with one trivial test.
const RUNS = 7
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const root = fileURLToPath(new URL('start', import.meta.url))

let firstRequest: number | undefined
const server = createServer((_, response) => {
  firstRequest ??= performance.now()
  response.end('ok')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

console.log(`Node ${process.version}, ${availableParallelism()} cores`)
const delays: number[] = []
for (let run = 0; run < RUNS; run += 1) {
  firstRequest = undefined
  const begin = performance.now()
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'load', '--root', root], {
    env: { ...process.env, START_URL: url },
    stdio: 'ignore',
    timeout: 30_000,
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0 || firstRequest === undefined) throw new Error(`Expected the trivial test to pass, vitest ended with ${code}`)
  delays.push(firstRequest - begin)
}
server.close()
delays.sort((a, b) => a - b)
const [median, slowest] = [delays[Math.floor(RUNS / 2)], delays.at(-1)]
console.log(`first request after ${median?.toFixed(0)} ms (median of ${RUNS}, slowest ${slowest?.toFixed(0)}; limit 1500)`)
