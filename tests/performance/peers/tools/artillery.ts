import type { Job, Peer, Reported } from '../peer.ts'
import { readJson, sum } from '../read-output.ts'

/** Written in JavaScript. Each arrival is a new user; they share a pool of connections. Its latencies are whole milliseconds. */
export const artillery: Peer = {
  name: 'artillery',
  program: 'artillery',
  version: { arguments: ['--version'], pattern: /^\s*Artillery: (\S+)/m },
  refuses: ({ work }: Job) => {
    if (work.kind === 'open') return work.rate > MOST ? `is not asked for more than ${MOST} users a second` : undefined
    return work.kind === 'closed' ? 'has no time limit for a fixed number of users' : 'has no fixed number of users'
  },
  command: ({ work, seconds, url }: Job) => ({
    arguments: ['run', '--quiet', '--output', 'result.json', 'script.json'],
    environment: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
    files: {
      'script.json': JSON.stringify({
        config: {
          target: new URL(url).origin,
          tls: { rejectUnauthorized: false },
          http: work.kind === 'open' ? { pool: work.connections } : {},
          phases: [{ duration: seconds, arrivalRate: work.kind === 'open' ? work.rate : 0 }],
        },
        scenarios: [{ flow: [{ get: { url: new URL(url).pathname } }] }],
      }),
    },
    output: 'result.json',
  }),
  parse: parseArtillery,
}

// At this rate it was measured to take two thirds of a core and 540 MB.
const MOST = 2000

export function parseArtillery(output: string): Reported {
  const json = readJson('artillery', output)
  const counters = json.counts('aggregate', 'counters')
  const matching = (pattern: RegExp): number => sum(new Map([...counters].filter(([name]) => pattern.test(name))))
  return {
    requests: json.number('aggregate', 'counters', 'http.requests'),
    failed: matching(/^http\.codes\.[45]\d\d$/) + matching(/^errors\./),
    seconds: (json.number('aggregate', 'lastMetricAt') - json.number('aggregate', 'firstMetricAt')) / 1000,
    p50: json.optional('aggregate', 'summaries', 'http.response_time', 'p50'),
    p99: json.optional('aggregate', 'summaries', 'http.response_time', 'p99'),
  }
}
