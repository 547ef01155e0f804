import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startFixtureProcess } from '../fixture-process.ts'
import { type Arguments, readArguments, USAGE } from './arguments.ts'
import { findMeter } from './metered-process.ts'
import { lacksOpenFiles, readOpenFilesLimit } from './open-files.ts'
import { others, ours } from './peers.ts'
import { findProgram } from './program.ts'
import { runSection } from './run-section.ts'
import { DELAY, sections } from './sections.ts'
import { startTargetServer } from './target-server.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

const directory = await mkdtemp(join(tmpdir(), 'peers-'))
try {
  await compare(readArguments(process.argv.slice(2), sections, others))
} catch (error) {
  if (!stopping.signal.aborted) console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exitCode = 1
} finally {
  await rm(directory, { recursive: true, force: true })
}

async function compare({ workers, transport, rounds, seconds, ...given }: Arguments): Promise<void> {
  const date = new Date().toISOString()
  const file = resolve(given.out ?? join(tmpdir(), `vitest-load-peers-${date.replaceAll(/[:.]/g, '-')}.json`))
  const openFiles = await readOpenFilesLimit()
  const meter = await findMeter()
  const found = await Promise.all([...ours, ...given.peers].map(findProgram))
  const programs = found.filter((program) => program !== undefined)
  const installed = programs.map(({ peer }) => peer)
  const absent = given.peers.filter((peer) => !installed.includes(peer)).map(({ name }) => name)

  await using server = disposable(
    await startTargetServer(directory, workers ?? Math.max(1, availableParallelism() - 1), openFiles),
  )
  await using delayed = disposable(await startFixtureProcess())
  // What else ran just before: above 0, figures are lower than they could be.
  const busy = loadavg()[0]?.toFixed(1)
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, ${process.platform}, Node ${process.version}`
  const versions = programs.filter(({ version }) => version !== undefined).map(({ peer, version }) => `${peer.name} ${version}`)
  console.log(
    `${date.slice(0, 10)}; ${machine}; ${server.name}; ${versions.join(', ')}; CPU time by ${meter.name}; load before: ${busy}.`,
  )
  console.log(`${absent.length === 0 ? '' : `Not installed: ${absent.join(', ')}.\n`}`)

  const targets = { plain: server.url, secure: server.secureUrl, delayed: `${delayed.url}/delay/${DELAY}` }
  const reports: unknown[] = []
  for (const section of given.sections) {
    const url = targets[section.target]
    const skipped = url === undefined ? 'it needs nginx and openssl' : lacksOpenFiles(section.work, openFiles)
    if (url === undefined || skipped !== undefined) {
      console.log(`### ${section.title}\n\nSkipped: ${skipped}.\n`)
      reports.push({ ...section, skipped })
      continue
    }
    const report = await runSection(section, { url, seconds, transport }, programs, { meter, rounds, signal: stopping.signal })
    console.log(`${report.markdown}\n`)
    reports.push(report.figures)
    // After each section, so that what was measured is not lost with what comes later.
    const whole = {
      schemaVersion: 1,
      date,
      machine,
      server: server.name,
      meter: meter.name,
      busy,
      versions,
      absent,
      sections: reports,
    }
    await writeFile(file, `${JSON.stringify(whole, undefined, 2)}\n`)
  }
  console.log(`As JSON: ${file}`)
}

function disposable<T extends { stop(): Promise<void> }>(server: T): T & AsyncDisposable {
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.stop() })
}
