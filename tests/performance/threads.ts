import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { WINDOW_END, WINDOW_START } from './cpu-window.ts'
import { startFixtureProcess } from './fixture-process.ts'
import { median } from './median.ts'

interface Measured {
  readonly rate: number
  /** CPU time of the generator, in microseconds. */
  readonly perRequest: number
}

const ROUNDS = 5
const SECONDS = (WINDOW_END - WINDOW_START) / 1000
const USERS = 50
/** Two for the threads, and one for the server. */
const WANTED_CORES = 3

const cores = availableParallelism()
console.log(`Node ${process.version}, ${cores} cores`)
const isTight = cores < WANTED_CORES
if (isTight) {
  console.log(`Two threads need two cores, and the server needs one: with ${cores}, only CPU per request can be compared`)
}

const server = await startFixtureProcess()
const rates: number[] = []
const costs: number[] = []
try {
  console.log(`\n${USERS} users on GET /health, ${SECONDS} s each, in turn:`)
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = await run(1)
    const two = await run(2)
    rates.push(two.rate / one.rate)
    costs.push(two.perRequest / one.perRequest)
    console.log(`  1 thread ${describe(one)}   2 threads ${describe(two)}`)
  }
} finally {
  await server.stop()
}
console.log(`\nCPU per request of two threads: × ${median(costs).toFixed(3)} (median of ${ROUNDS})`)
console.log(`requests/s of two threads: × ${median(rates).toFixed(3)} (${isTight ? 'no limit: too few cores' : 'limit 1.8'})`)

async function run(threads: number): Promise<Measured> {
  const file = fileURLToPath(new URL('threaded-load.ts', import.meta.url))
  const args = [file, server.url, String(USERS), String(threads)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 })
  const { requests, microseconds } = JSON.parse(stdout) as { readonly requests: number; readonly microseconds: number }
  return { rate: requests / SECONDS, perRequest: microseconds / requests }
}

function describe({ rate, perRequest }: Measured): string {
  return `${Math.round(rate).toLocaleString('en-US').padStart(7)} requests/s ${perRequest.toFixed(2)} µs`
}
