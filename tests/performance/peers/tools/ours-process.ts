import { constantRate, constantVus, type LoadOptions, type LoadResult, load, OptionsError, type Profile } from 'vitest-load'
import { MAX_CONNECTIONS } from '../open-connections.ts'
import type { OurJob } from './ours.ts'

/** Milliseconds for which an open load runs before it is measured: an arrival that is due cannot wait until the code is compiled. */
const WARM_UP = 2000

const job = JSON.parse(process.argv[2] ?? '') as OurJob
try {
  print(await run(job))
} catch (error) {
  if (!(error instanceof OptionsError)) throw error
  console.log(JSON.stringify({ refused: error.message.replaceAll(/\s*\n\s*/g, ' ') }))
}

function run({ mode, transport, ...job }: OurJob): Promise<LoadResult> {
  const { work, url, threads } = job
  const { origin, pathname } = new URL(url)
  const forced = mode === 'undici' ? 'undici' : transport
  const options = {
    baseUrl: origin,
    tls: { rejectUnauthorized: false },
    ...(threads > 1 && { threads }),
    ...(work.kind === 'open' && { warmUp: WARM_UP }),
    ...(forced !== undefined && { transport: forced }),
  } as LoadOptions
  if (mode !== 'async') return load({ path: pathname }, profile(job), options)
  Object.assign(process.env, { PEER_PATH: pathname, PEER_THINK_TIME: String(work.kind === 'users' ? work.thinkTime * 1000 : 0) })
  return load(new URL('./asked.scenario.ts', import.meta.url), profile(job), options)
}

function profile({ work, seconds }: Pick<OurJob, 'work' | 'seconds'>): Profile {
  const duration = `${seconds}s` as const
  switch (work.kind) {
    case 'closed':
      return constantVus(work.connections, duration)
    case 'open':
      return constantRate(`${work.rate}/s`, duration, { vus: work.connections, maxVus: MAX_CONNECTIONS })
    case 'users':
      return constantVus(work.users, duration, { spawnRate: `${work.startRate}/s` })
  }
}

function print(result: LoadResult): void {
  const { requests, latency, duration } = result
  // Not every version of the library has it.
  const { health } = result as { readonly health?: { readonly scheduleLag?: { readonly p99?: number } } }
  console.log(
    JSON.stringify({
      requests: requests.succeeded + requests.failed,
      failed: requests.failed,
      seconds: duration / 1000,
      p50: latency.p50,
      p99: latency.p99,
      lagP99: health?.scheduleLag?.p99,
    }),
  )
}
