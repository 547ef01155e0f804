import { fileURLToPath } from 'node:url'
import { constantRate, constantVus, type LoadOptions, type Profile } from 'vitest-load'
import { loadFlags } from '../../../../src/project/load-flags.ts'
import { MAX_CONNECTIONS } from '../open-connections.ts'
import type { Job, Peer, Refusal, Reported, Work } from '../peer.ts'
import { readJson } from '../read-output.ts'

/** A declared request: `load('GET /', …)`. Keeps no body; a status of 400 and above fails. */
export const declared = mode('declared', ({ work }) => (work.kind === 'users' ? 'has no think time' : undefined))

/** An async function: `await http.get('/')`, whose status is looked at. Keeps the body. */
export const asynchronous = mode('async', () => undefined)

/** The declared request through undici, where it is compared how long requests are said to take. */
export const overUndici = mode('undici', ({ work }) => (isModerate(work) ? undefined : 'is compared for its latency only'))

/** What the child process is told. */
export interface OurJob {
  readonly scenario: { readonly path: string } | { readonly file: string }
  readonly profile: Profile
  readonly options: LoadOptions
}

type Mode = 'declared' | 'async' | 'undici'

/** Milliseconds for which an open load runs before it is measured: an arrival that is due cannot wait until the code is compiled. */
const WARM_UP = 2000

function mode(name: Mode, refuses: Peer['refuses']): Peer {
  return {
    name: `vitest-load ${name}`,
    program: fileURLToPath(new URL('ours-process.js', import.meta.url)),
    flags: loadFlags([], process.env.NODE_OPTIONS),
    version: undefined,
    refuses,
    command(job) {
      const { pathname } = new URL(job.url)
      const thinkTime = job.work.kind === 'users' ? job.work.thinkTime * 1000 : 0
      return {
        arguments: [JSON.stringify(ourJob(name, job))],
        environment: { PEER_PATH: pathname, PEER_THINK_TIME: String(thinkTime) },
      }
    },
    parse: parseOurs,
  }
}

function ourJob(name: Mode, { work, url, seconds, threads, transport }: Job): OurJob {
  const { origin, pathname } = new URL(url)
  const forced = name === 'undici' ? 'undici' : transport
  const options = {
    baseUrl: origin,
    tls: { rejectUnauthorized: false },
    ...(threads > 1 && { threads }),
    ...(work.kind === 'open' && { warmUp: WARM_UP }),
    ...(forced !== undefined && { transport: forced }),
  } as LoadOptions
  const scenario = name === 'async' ? { file: new URL('asked.scenario.js', import.meta.url).href } : { path: pathname }
  return { scenario, profile: profileOf(work, seconds), options }
}

function profileOf(work: Work, seconds: number): Profile {
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

function isModerate(work: Work): boolean {
  return work.kind === 'open' && work.rate <= 5000
}

export function parseOurs(output: string): Reported | Refusal {
  const refused = /^\{"refused":(".*")\}$/.exec(output.trim())?.[1]
  if (refused !== undefined) return { refused: JSON.parse(refused) as string }
  const json = readJson('vitest-load', output)
  return {
    requests: json.number('requests'),
    failed: json.number('failed'),
    seconds: json.number('seconds'),
    p50: json.optional('p50'),
    p99: json.optional('p99'),
    lagP99: json.optional('lagP99'),
  }
}
