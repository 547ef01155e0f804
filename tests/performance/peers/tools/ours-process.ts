import {
  constantRate,
  constantVus,
  type LoadOptions,
  type LoadResult,
  load,
  OptionsError,
  type Profile,
  scenario,
} from 'vitest-load'
import { MAX_CONNECTIONS } from '../open-connections.ts'
import type { OurJob } from './ours.ts'

const job = JSON.parse(process.argv[2] ?? '') as OurJob
try {
  print(await run(job))
} catch (error) {
  if (!(error instanceof OptionsError)) throw error
  console.log(JSON.stringify({ refused: error.message.replaceAll(/\s*\n\s*/g, ' ') }))
}

function run({ mode, work, url, threads, transport }: OurJob): Promise<LoadResult> {
  const { origin, pathname } = new URL(url)
  const options = {
    baseUrl: origin,
    tls: { rejectUnauthorized: false },
    ...(threads > 1 ? { threads } : {}),
    ...(transport === undefined ? {} : { transport }),
  } as LoadOptions
  if (mode === 'declared') return load({ path: pathname }, profile(job), options)
  const thinkTime = work.kind === 'users' ? (`${work.thinkTime}s` as const) : 0
  const asked = scenario({
    name: 'peer',
    thinkTime,
    run: async ({ http }) => {
      const reply = await http.get(pathname)
      if (reply.status !== 200) throw new Error(`Expected status 200, got ${reply.status}`)
    },
  })
  return load(asked, profile(job), options)
}

function profile({ work, seconds }: OurJob): Profile {
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
