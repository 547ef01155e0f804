import type { Job, Peer, Reported } from '../peer.ts'
import { readText, readTime } from '../read-output.ts'
import { onlyClosed } from './refusals.ts'

/** Written in C. It looks for status 400 and above, and at nothing else of a response. */
export const wrk: Peer = {
  name: 'wrk',
  program: 'wrk',
  version: { arguments: ['--version'], pattern: /^wrk (\S+)/ },
  refuses: onlyClosed('has no arrival rate and no think time'),
  command: ({ work, threads, seconds, url }: Job) => ({
    arguments: [`-t${threads}`, `-c${work.kind === 'closed' ? work.connections : 0}`, `-d${seconds}s`, '--latency', url],
  }),
  parse: parseWrk,
}

export function parseWrk(output: string): Reported {
  const [requests, seconds = ''] = readText('wrk', output, 'how many requests there were', /^ *(\d+) requests in (\S+),/m)
  const percentile = (q: number): number => {
    const [time = ''] = readText('wrk', output, `the ${q}th percentile`, new RegExp(`^ *${q}% +(\\S+)$`, 'm'))
    return readTime('wrk', time)
  }
  const [, bad = '0'] = /^ *Non-2xx or 3xx responses: (\d+)$/m.exec(output) ?? []
  const broken = /^ *Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$/m.exec(output)?.slice(1) ?? []
  return {
    requests: Number(requests),
    failed: Number(bad) + broken.reduce((total, count) => total + Number(count), 0),
    seconds: readTime('wrk', seconds) / 1000,
    p50: percentile(50),
    p99: percentile(99),
  }
}
