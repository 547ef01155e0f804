import { MAX_CONNECTIONS } from '../open-connections.ts'
import type { Job, Peer, Reported } from '../peer.ts'
import { readJson } from '../read-output.ts'

/** Written in Go, with a JavaScript engine for each user. Its script checks the status and drops the body. */
export const k6: Peer = {
  name: 'k6',
  program: 'k6',
  version: { arguments: ['version'], pattern: /^k6(?:\.exe)? v(\S+)/ },
  refuses: () => undefined,
  command: (job: Job) => ({
    arguments: ['run', '--quiet', '--no-usage-report', 'script.js'],
    environment: { GOMAXPROCS: String(job.threads) },
    files: { 'script.js': script(job) },
  }),
  parse: parseK6,
}

/** The summary's JSON is the only thing that the script prints. */
function script({ work, url, seconds }: Job): string {
  const options = {
    scenarios: { peer: { ...executor(work, seconds), gracefulStop: '5s' } },
    discardResponseBodies: true,
    insecureSkipTLSVerify: true,
    summaryTrendStats: ['med', 'p(99)'],
  }
  return `
import http from 'k6/http'
import { check, sleep } from 'k6'
export const options = ${JSON.stringify(options)}
export default function () {
  check(http.get(${JSON.stringify(url)}), { 'is 200': (response) => response.status === 200 })
  ${work.kind === 'users' ? `sleep(${work.thinkTime})` : ''}
}
export function handleSummary(data) {
  return { stdout: JSON.stringify(data) }
}
`
}

function executor(work: Job['work'], seconds: number): Readonly<Record<string, unknown>> {
  const duration = `${seconds}s`
  switch (work.kind) {
    case 'closed':
      return { executor: 'constant-vus', vus: work.connections, duration }
    case 'open':
      return {
        executor: 'constant-arrival-rate',
        rate: work.rate,
        timeUnit: '1s',
        duration,
        preAllocatedVUs: work.connections,
        maxVUs: MAX_CONNECTIONS,
      }
    case 'users': {
      const rise = work.users / work.startRate
      const stages = [
        { duration: `${rise}s`, target: work.users },
        { duration: `${seconds - rise}s`, target: work.users },
      ]
      return { executor: 'ramping-vus', startVUs: 0, stages }
    }
  }
}

export function parseK6(output: string): Reported {
  const json = readJson('k6', output)
  return {
    requests: json.number('metrics', 'http_reqs', 'values', 'count'),
    // In this rate a "pass" is a request that failed.
    failed: json.number('metrics', 'http_req_failed', 'values', 'passes'),
    seconds: json.number('state', 'testRunDurationMs') / 1000,
    p50: json.number('metrics', 'http_req_duration', 'values', 'med'),
    p99: json.number('metrics', 'http_req_duration', 'values', 'p(99)'),
  }
}
