import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { WINDOW_END, WINDOW_START } from './cpu-window.ts'
import { startFixtureProcess } from './fixture-process.ts'
import { closingStall, nanosecondsPerSample } from './recorder-cost.ts'

interface Measured {
  readonly requests: number
  /** CPU time of the generator. */
  readonly microseconds: number
}

const PAIRS = 7
const SECONDS = (WINDOW_END - WINDOW_START) / 1000
const USERS = 50

console.log(`Node ${process.version}, ${availableParallelism()} cores\n`)
console.log(`recorder: ${nanosecondsPerSample().toFixed(0)} ns per sample (limit 150)`)
const { median, longest } = closingStall()
console.log(
  `closing 200 endpoints: stalls the loop ${median.toFixed(3)} ms at a time (median of the longest; worst ${longest.toFixed(3)}; limit 0.2)\n`,
)

const server = await startFixtureProcess()
try {
  console.log(`${USERS} users on GET /health, ${SECONDS} s each, in turn:`)
  const ratios: number[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const bare = await run('bare-undici.ts', server.url)
    const ours = await run('library-load.ts', server.url)
    ratios.push(perRequest(ours) / perRequest(bare))
    console.log(
      `  bare undici ${describe(bare)}   vitest-load ${describe(ours)}   CPU per request × ${ratios.at(-1)?.toFixed(3)}`,
    )
  }
  ratios.sort((a, b) => a - b)
  console.log(`\nCPU per request: × ${ratios[Math.floor(PAIRS / 2)]?.toFixed(3)} (median of ${PAIRS} pairs, limit 1.25)`)
} finally {
  await server.stop()
}

async function run(script: string, url: string): Promise<Measured> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [file, url, String(USERS)], { timeout: 60_000 })
  return JSON.parse(stdout) as Measured
}

function perRequest({ microseconds, requests }: Measured): number {
  return microseconds / requests
}

function describe(measured: Measured): string {
  const rate = Math.round(measured.requests / SECONDS).toLocaleString('en-US')
  return `${rate.padStart(7)} requests/s ${perRequest(measured).toFixed(2)} µs`
}
