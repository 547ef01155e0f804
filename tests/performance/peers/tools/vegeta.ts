import type { Job, Peer, Reported } from '../peer.ts'
import { readJson } from '../read-output.ts'
import { noThinkTime } from './refusals.ts'

/** Written in Go. It counts statuses, and writes every result into a file, which a second command sums up. */
export const vegeta: Peer = {
  name: 'vegeta',
  program: 'vegeta',
  version: { arguments: ['-version'], pattern: /^Version: v?(\S+)/ },
  refuses: noThinkTime,
  command: ({ work, threads, seconds, url }: Job) => ({
    arguments: [
      ...['-cpus', String(threads), 'attack', '-insecure', '-http2=false', '-targets=targets', '-output=results'],
      ...[`-duration=${seconds}s`, ...speed(work)],
    ],
    files: { targets: `GET ${url}\n` },
    report: ['report', '-type=json', 'results'],
  }),
  parse: parseVegeta,
}

function speed(work: Job['work']): readonly string[] {
  if (work.kind === 'open') return [`-rate=${work.rate}/1s`, `-workers=${work.connections}`]
  const connections = work.kind === 'closed' ? work.connections : 0
  return ['-rate=0', `-workers=${connections}`, `-max-workers=${connections}`]
}

export function parseVegeta(output: string): Reported {
  const json = readJson('vegeta', output)
  const requests = json.number('requests')
  return {
    requests,
    failed: Math.round(requests * (1 - json.number('success'))),
    seconds: (json.number('duration') + json.number('wait')) / 1e9,
    p50: json.number('latencies', '50th') / 1e6,
    p99: json.number('latencies', '99th') / 1e6,
  }
}
