import { fileURLToPath } from 'node:url'
import type { Job, Peer, Refusal, Reported, Work } from '../peer.ts'
import { readJson } from '../read-output.ts'

/** A declared request: `load('GET /', …)`. Keeps no body; a status of 400 and above fails. */
export const declared = mode('declared', ({ work }) => (work.kind === 'users' ? 'has no think time' : undefined))

/** An async function: `await http.get('/')`, whose status is looked at. Keeps the body. */
export const asynchronous = mode('async', () => undefined)

/** The declared request through undici, where it is compared how long requests are said to take. */
export const overUndici = mode('undici', ({ work }) => (isModerate(work) ? undefined : 'is compared for its latency only'))

/** What the child process is told. */
export interface OurJob extends Job {
  readonly mode: 'declared' | 'async' | 'undici'
}

function mode(name: OurJob['mode'], refuses: Peer['refuses']): Peer {
  return {
    name: `vitest-load ${name}`,
    program: fileURLToPath(new URL('ours-process.ts', import.meta.url)),
    version: undefined,
    refuses,
    command: (job) => ({ arguments: [JSON.stringify({ ...job, mode: name } satisfies OurJob)] }),
    parse: parseOurs,
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
