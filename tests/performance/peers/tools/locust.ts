import type { Job, Peer, Reported } from '../peer.ts'
import { readJson, sum, unknownForm } from '../read-output.ts'

/** Written in Python, with its fast client. It counts statuses; its latencies are rounded to whole milliseconds, above 100 ms to ten. */
export const locust: Peer = {
  name: 'Locust',
  program: 'locust',
  version: { arguments: ['--version'], pattern: /^locust (\S+)/ },
  refuses: ({ work }: Job) => (work.kind === 'open' ? 'has no arrival rate' : undefined),
  command: ({ work, threads, seconds, url }: Job) => {
    const [users, rate] =
      work.kind === 'users' ? [work.users, work.startRate] : work.kind === 'closed' ? [work.connections, 1e4] : []
    const origin = new URL(url).origin
    return {
      arguments: [
        ...['--locustfile', 'peer.py', '--headless', '--only-summary', '--json', '--skip-log', '--host', origin],
        ...['--users', String(users), '--spawn-rate', String(rate), '--run-time', `${seconds}s`, '--stop-timeout', '2'],
        ...(threads > 1 ? ['--processes', String(threads)] : []),
      ],
      files: { 'peer.py': script(new URL(url).pathname, work.kind === 'users' ? work.thinkTime : 0) },
    }
  },
  parse: parseLocust,
}

function script(path: string, thinkTime: number): string {
  return `
from locust import FastHttpUser, constant, task

class Peer(FastHttpUser):
    wait_time = constant(${thinkTime})

    @task
    def get(self):
        self.client.get(${JSON.stringify(path)})
`
}

export function parseLocust(output: string): Reported {
  const json = readJson('Locust', output)
  const requests = json.number(0, 'num_requests')
  const times = [...json.counts(0, 'response_times')].map(([time, count]) => [Number(time), count] as const)
  const counted = sum(json.counts(0, 'response_times'))
  if (counted !== requests) throw unknownForm('Locust', `response times of ${requests} requests`, String(counted))
  return {
    requests,
    failed: json.number(0, 'num_failures'),
    seconds: json.number(0, 'last_request_timestamp') - json.number(0, 'start_time'),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  }
}

function percentile(times: readonly (readonly [time: number, count: number])[], share: number): number | undefined {
  const sorted = times.toSorted(([one], [other]) => one - other)
  let left = share * sorted.reduce((total, [, count]) => total + count, 0)
  for (const [time, count] of sorted) {
    left -= count
    if (left <= 0) return time
  }
  return undefined
}
