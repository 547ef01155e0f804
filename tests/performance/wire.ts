import { execFile, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { WINDOW_END, WINDOW_START } from './cpu-window.ts'
import { startFixtureProcess } from './fixture-process.ts'
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

try {
  console.log(`${USERS} connections on GET /health, one thread, ${SECONDS} s each, in turn:`)
  const rates: number[] = []
  const costs: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const undici = await runScript('bare-undici.ts')
    const wire = await runScript('bare-wire.ts')
    const wrk = hasWrk ? await runWrk() : undefined
    const other = wrk ?? undici
    rates.push(wire.requests / other.requests)
    costs.push(perRequest(wire) / perRequest(other))
    const described = [
      `undici ${describe(undici)}`,
      `wire ${describe(wire)}`,
      ...(wrk === undefined ? [] : [`wrk ${describe(wrk)}`]),
    ]
    console.log(`  ${described.join('   ')}   wire: rate × ${rates.at(-1)?.toFixed(3)}, CPU × ${costs.at(-1)?.toFixed(3)}`)
  }
  const name = hasWrk ? 'wrk' : 'undici'
  console.log(
    `\nof ${name}'s, medians of ${ROUNDS} rounds: requests/s × ${median(rates)} (at least 0.9), CPU per request × ${median(costs)} (at most 1.15)`,
  )
} finally {
  await server.stop()
}

async function runScript(script: string): Promise<Measured> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = await run(process.execPath, [file, server.url, USERS], { timeout: 60_000 })
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

function describe(measured: Measured): string {
  const rate = Math.round(measured.requests / SECONDS).toLocaleString('en-US')
  return `${rate.padStart(7)}/s ${perRequest(measured).toFixed(2)} µs`
}

function median(values: readonly number[]): string {
  return (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number).toFixed(3)
}
