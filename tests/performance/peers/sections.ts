import type { Limit } from './limit.ts'
import type { Work } from './peer.ts'
import { asynchronous, declared, overUndici } from './tools/ours.ts'

export interface Section {
  /** Names it on the command line. */
  readonly id: string
  readonly title: string
  readonly work: Work
  readonly threads: number
  readonly target: 'plain' | 'secure' | 'delayed'
  /** What a run lasts at least, whatever the command line says. */
  readonly leastSeconds: number
  readonly limits: readonly Limit[]
}

/** Milliseconds after which the delayed target answers. */
export const DELAY = 5

const plain = { threads: 1, target: 'plain', leastSeconds: 1 } as const
const fifty: Work = { kind: 'closed', connections: 50 }
const moderate: Work = { kind: 'open', rate: 2000, connections: 100 }

/** Everything that is compared. The limits are what this project wants of itself. */
export const sections: readonly Section[] = [
  {
    ...plain,
    id: 'closed',
    title: '50 connections, kept alive, small JSON',
    work: fifty,
    limits: [
      throughput(declared.name, 'wrk', 0.9),
      { kind: 'ratio', ours: declared.name, peer: 'wrk', figure: 'cpuPerRequest', atMost: 1.15 },
      throughput(declared.name, 'autocannon', 1.8),
      throughput(asynchronous.name, 'wrk', 0.8),
      throughput(asynchronous.name, 'autocannon', 1.6),
    ],
  },
  {
    ...plain,
    id: 'connections',
    title: '1,000 connections',
    work: { kind: 'closed', connections: 1000 },
    limits: [throughput(declared.name, 'wrk', 0.75)],
  },
  {
    ...plain,
    id: 'tls',
    title: '50 connections over TLS',
    work: fifty,
    target: 'secure',
    limits: [throughput(declared.name, 'autocannon', 1.2)],
  },
  {
    ...plain,
    id: 'open',
    title: 'open model, 20,000/s offered',
    work: { kind: 'open', rate: 20_000, connections: 100 },
    limits: [
      { kind: 'own', ours: declared.name, figure: 'achieved', atLeast: 0.995 },
      { kind: 'own', ours: declared.name, figure: 'lagP99', atMost: 1 },
    ],
  },
  {
    ...plain,
    id: 'users',
    title: '10,000 users with 1 s of think time',
    work: { kind: 'users', users: 10_000, thinkTime: 1, startRate: 2500 },
    // So that what they take while they are there outweighs the seconds in which they come.
    leastSeconds: 60,
    limits: [
      { kind: 'own', ours: asynchronous.name, figure: 'memory', atMost: 200 * 1024 ** 2 },
      { kind: 'own', ours: asynchronous.name, figure: 'cores', atMost: 0.25 },
    ],
  },
  { ...plain, id: 'threads', title: '50 connections, two threads', work: fifty, threads: 2, limits: [] },
  {
    ...plain,
    id: 'latency',
    title: 'reported latency, 2,000/s offered',
    work: moderate,
    limits: agreement(),
  },
  {
    ...plain,
    id: 'delayed',
    title: `reported latency, 2,000/s offered to a server that waits ${DELAY} ms`,
    work: moderate,
    target: 'delayed',
    limits: agreement(),
  },
]

function throughput(ours: string, peer: string, atLeast: number): Limit {
  return { kind: 'ratio', ours, peer, figure: 'requestsPerSecond', atLeast }
}

/** Of the percentiles that ours and its peers report. */
function agreement(): readonly Limit[] {
  return ['vegeta', 'k6', overUndici.name].flatMap((peer): Limit[] => [
    { kind: 'ratio', ours: declared.name, peer, figure: 'p50', atLeast: 0.9, atMost: 1.1 },
    { kind: 'ratio', ours: declared.name, peer, figure: 'p99', atLeast: 0.8, atMost: 1.2 },
  ])
}
