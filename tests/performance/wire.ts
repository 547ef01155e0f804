import { execFile, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { WINDOW_END, WINDOW_START } from './cpu-window.ts'
import { startFixtureProcess } from './fixture-process.ts'
import { median } from './median.ts'
import { startNginx } from './nginx-process.ts'

interface Measured {
  readonly requests: number
  /** CPU time of the generator. */
  readonly microseconds: number
}

const ROUNDS = Number(process.env.ROUNDS ?? 7)
const SECONDS = (WINDOW_END - WINDOW_START) / 1000
const USERS = process.env.USERS ?? '50'
const run = promisify(execFile)

console.log(`Node ${process.version}, ${availableParallelism()} cores`)
const nginx = await startNginx()
if (nginx === undefined) console.log('nginx is not installed: the fixture server answers, which is slower than its clients')
const server = nginx ?? (await startFixtureProcess())
const hasWrk = spawnSync('wrk', ['-v']).error === undefined
if (!hasWrk) console.log('wrk is not installed: ours is compared with undici alone')

// From the least that Node takes to a whole load.
const parts: readonly (readonly [name: string, script: string, ...args: string[]])[] = [
  ['bare sockets', 'bare-sockets.ts'],
  ['undici', 'bare-undici.ts'],
  ['wire', 'bare-wire.ts'],
  ['declared load', 'library-load.ts', 'declared'],
  ['async load', 'library-load.ts', 'async'],
]

try {
  console.log(`${USERS} connections on GET /health, one thread, ${SECONDS} s each, in turn; medians of ${ROUNDS} rounds:`)
  const rounds: Map<string, Measured>[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const measured = new Map<string, Measured>()
    if (hasWrk) measured.set('wrk', await runWrk())
    for (const [name, script, ...args] of parts) measured.set(name, await runScript(script, args))
    rounds.push(measured)
  }
  const yardstick = hasWrk ? 'wrk' : 'undici'
  for (const name of (rounds[0] as Map<string, Measured>).keys()) console.log(`  ${describe(name, yardstick, rounds)}`)
} finally {
  await server.stop()
}

async function runScript(script: string, args: readonly string[]): Promise<Measured> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = await run(process.execPath, [file, server.url, USERS, ...args], { timeout: 60_000 })
  return JSON.parse(stdout) as Measured
}

async function runWrk(): Promise<Measured> {
  const command = `TIMEFORMAT='%U %S'; time wrk -t1 -c${USERS} -d${SECONDS}s -H 'user-agent: vitest-load' ${server.url}/health`
  const { stdout, stderr } = await run('bash', ['-c', command], { timeout: 60_000, env: { ...process.env, LC_ALL: 'C' } })
  const [user = 0, system = 0] = stderr.trim().split(' ').map(Number)
  return { requests: Number(/(\d+) requests in/.exec(stdout)?.[1]), microseconds: (user + system) * 1e6 }
}

function perRequest({ microseconds, requests }: Measured): number {
  return microseconds / requests
}

/** Ratios are those of each round, against what was measured right before or after it. */
function describe(name: string, yardstick: string, rounds: readonly ReadonlyMap<string, Measured>[]): string {
  const pairs = rounds.map((round) => [round.get(name) as Measured, round.get(yardstick) as Measured] as const)
  const rate = median(pairs.map(([{ requests }]) => requests / SECONDS))
  const cost = median(pairs.map(([one]) => perRequest(one)))
  const rates = median(pairs.map(([one, other]) => one.requests / other.requests))
  const costs = median(pairs.map(([one, other]) => perRequest(one) / perRequest(other)))
  const figures = `${Math.round(rate).toLocaleString('en-US').padStart(8)}/s ${cost.toFixed(2)} µs`
  return `${name.padEnd(14)}${figures}   ${yardstick}'s × ${rates.toFixed(2)}, CPU × ${costs.toFixed(2)}`
}
