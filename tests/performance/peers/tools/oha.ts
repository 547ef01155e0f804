import type { Job, Peer, Reported } from '../peer.ts'
import { readJson, sum } from '../read-output.ts'
import { noThinkTime } from './refusals.ts'

/** Written in Rust. It counts statuses, and corrects latencies for coordinated omission where it holds a rate. */
export const oha: Peer = {
  name: 'oha',
  program: 'oha',
  version: { arguments: ['--version'], pattern: /^oha (\S+)/ },
  refuses: noThinkTime,
  command: ({ work, threads, seconds, url }: Job) => ({
    arguments: [
      ...['--no-tui', '--output-format', 'json', '--insecure', '-z', `${seconds}s`],
      ...(work.kind === 'users' ? [] : ['-c', String(work.connections)]),
      ...(work.kind === 'open' ? ['-q', String(work.rate), '--latency-correction'] : []),
      url,
    ],
    environment: { TOKIO_WORKER_THREADS: String(threads) },
  }),
  parse: parseOha,
}

// What is under way when the time is over is cut, and counted as an error.
const CUT = 'aborted due to deadline'

export function parseOha(output: string): Reported {
  const json = readJson('oha', output)
  const statuses = json.counts('statusCodeDistribution')
  const errors = new Map(json.counts('errorDistribution'))
  errors.delete(CUT)
  const bad = [...statuses].reduce((all, [status, count]) => all + (Number(status) >= 400 ? count : 0), 0)
  return {
    requests: sum(statuses) + sum(errors),
    failed: bad + sum(errors),
    seconds: json.number('summary', 'total'),
    p50: json.number('latencyPercentiles', 'p50') * 1000,
    p99: json.number('latencyPercentiles', 'p99') * 1000,
  }
}
