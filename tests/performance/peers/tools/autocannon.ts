import type { Job, Peer, Reported } from '../peer.ts'
import { readJson } from '../read-output.ts'
import { onlyClosed } from './refusals.ts'

/** Written in JavaScript, as ours is. It counts statuses; its latencies are whole milliseconds. */
export const autocannon: Peer = {
  name: 'autocannon',
  program: 'autocannon',
  version: { arguments: ['--version'], pattern: /^autocannon v(\S+)/ },
  refuses: onlyClosed('holds a rate by pausing its connections, and has no think time'),
  command: ({ work, threads, seconds, url }: Job) => ({
    arguments: [
      ...['--connections', String(work.kind === 'closed' ? work.connections : 0), '--duration', String(seconds)],
      ...(threads > 1 ? ['--workers', String(threads)] : []),
      ...['--json', '--no-progress', url],
    ],
  }),
  parse: parseAutocannon,
}

export function parseAutocannon(output: string): Reported {
  const json = readJson('autocannon', output)
  return {
    requests: json.number('requests', 'total'),
    failed: json.number('non2xx') + json.number('errors'),
    seconds: json.number('duration'),
    p50: json.number('latency', 'p50'),
    p99: json.number('latency', 'p99'),
  }
}
