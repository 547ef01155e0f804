import type { Job, Peer, Reported } from '../peer.ts'
import { readText, readTime, sum, unknownForm } from '../read-output.ts'
import { onlyClosed } from './refusals.ts'

/** Written in Go. It counts statuses; only the first million latencies are kept, in steps of 0.1 ms. */
export const hey: Peer = {
  name: 'hey',
  program: 'hey',
  version: undefined,
  refuses: onlyClosed('limits the rate of each worker, which waits for its answer, and has no think time'),
  command: ({ work, threads, seconds, url }: Job) => ({
    arguments: ['-cpus', String(threads), '-c', String(work.kind === 'closed' ? work.connections : 0), '-z', `${seconds}s`, url],
  }),
  parse: parseHey,
}

export function parseHey(output: string): Reported {
  const [total = ''] = readText('hey', output, 'the total time', /^ *Total:\s+(\S+ secs)$/m)
  const statuses = countsAfter(output, 'Status code distribution:', /^ *\[(\d+)\]\s+(\d+) responses$/gm)
  const errors = countsAfter(output, 'Error distribution:', /^ *\[(\d+)\]\s+(.*)$/gm, ([, count, text]) => [text, count])
  const requests = sum(statuses) + sum(errors)
  if (requests === 0) throw unknownForm('hey', 'statuses or errors', 'neither')
  const bad = [...statuses].reduce((all, [status, count]) => all + (Number(status) >= 400 ? count : 0), 0)
  const percentile = (q: number): number | undefined => {
    const time = new RegExp(`^ *${q}% in (\\S+ secs)$`, 'm').exec(output)?.[1]
    return time === undefined ? undefined : readTime('hey', time)
  }
  return {
    requests,
    failed: bad + sum(errors),
    seconds: readTime('hey', total) / 1000,
    p50: percentile(50),
    p99: percentile(99),
  }
}

type Entry = readonly [name: string | undefined, count: string | undefined]

function countsAfter(
  output: string,
  heading: string,
  line: RegExp,
  entry: (match: readonly string[]) => Entry = ([, name, count]) => [name, count],
): ReadonlyMap<string, number> {
  const begin = output.indexOf(heading)
  if (begin === -1) return new Map()
  const section = output.slice(begin + heading.length).split(/\n\s*\n/, 1)[0] ?? ''
  return new Map([...section.matchAll(line)].map((match) => entry(match)).map(([name = '', count]) => [name, Number(count)]))
}
