import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../../src/core/random.ts'
import { createResult, parseResult } from '../../src/metrics/load-result.ts'
import { LoggingRecorder } from '../../src/metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../../src/metrics/samples.fixture.ts'
import { createReport } from '../../src/report/create-report.ts'
import { describeResult } from '../../src/report/describe-result.ts'
import { renderHtml } from '../../src/report/html/html.ts'

const RESULTS = 10
const MEGABYTE = 1024 ** 2

// In a process of its own, so that its memory is that of rendering alone.
const [file] = process.argv.slice(2)
if (file === undefined) await prepare()
else render(file)

/** Stores a result of an hour with as many intervals as are kept, and renders it in another process. */
async function prepare(): Promise<void> {
  const { execFileSync } = await import('node:child_process')
  const directory = mkdtempSync(join(tmpdir(), 'vitest-load-bench-'))
  try {
    for (const [name, seconds] of [
      ['10-minutes', 600],
      ['an-hour', 3600],
    ] as const) {
      const path = join(directory, `${name}.json`)
      writeFileSync(path, JSON.stringify(hourOf(seconds)))
      const flags = ['--max-old-space-size=1024']
      console.log(execFileSync(process.execPath, [...flags, import.meta.filename, path], { encoding: 'utf8' }))
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function hourOf(seconds: number): unknown {
  const duration = seconds * 1000
  const stages = [{ name: '', start: 0, end: duration }]
  const random = createRandom(1)
  const recorder = new LoggingRecorder({ stages })
  for (let moment = 0; moment < duration; moment += 20) {
    for (let endpoint = 0; endpoint < 10; endpoint += 1) {
      const latency = 5 * Math.exp(2 * (random.next() + random.next() + random.next() - 1.5))
      const failure =
        random.next() < 0.01 ? ({ category: 'http-5xx', message: 'status 503', detail: 'busy' } as const) : undefined
      const outcome = failure === undefined ? 'succeeded' : 'failed'
      recorder
        .scope('browse', moment)
        .request(sample({ end: moment, endpoint: `GET /endpoint/${endpoint}`, latency, outcome, failure }))
    }
  }
  return createResult(facts({ duration, stages }), recorder.finish(duration)).toJSON()
}

function render(path: string): void {
  const began = performance.now()
  const tests = Array.from({ length: RESULTS }, (_, index) => {
    const result = parseResult(JSON.parse(readFileSync(path, 'utf8')))
    return { name: `test ${index + 1}`, state: 'passed', results: [describeResult(result)], verdicts: [] } as const
  })
  const html = renderHtml(createReport(tests))
  const { user, system } = process.cpuUsage()
  const elapsed = (performance.now() - began) / 1000
  const peak = process.resourceUsage().maxRSS / 1024
  const stored = (statSync(path).size / MEGABYTE).toFixed(1)
  const intervals = tests[0]?.results[0]?.timeline.at.length
  console.log(`${RESULTS} results of ${stored} MB and ${intervals} intervals each (${path.split('/').at(-1)}), Node ${process.version}, ${availableParallelism()} cores:
  read and rendered in ${elapsed.toFixed(2)} s (limit 3; ${((user + system) / 1e6).toFixed(2)} s of CPU), at most ${peak.toFixed(0)} MB in memory (limit 400)
  the page has ${(html.length / MEGABYTE).toFixed(2)} MB (limit 1.5 for ten minutes)`)
}
