import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figures, figuresOf } from './figures.ts'
import { type Meter, runMetered } from './metered-process.ts'
import type { Job } from './peer.ts'
import { type Program, readIn } from './program.ts'

/** What came of a section: the rounds of those that ran in all of them, and why the others did not. */
export interface Outcome {
  readonly rounds: ReadonlyMap<string, readonly Figures[]>
  readonly missing: ReadonlyMap<string, string>
}

export interface RoundsOptions {
  readonly meter: Meter
  readonly rounds: number
  readonly signal: AbortSignal
  /** Told of each run. */
  readonly report: (round: number, name: string, found: Figures | string) => void
}

/** Runs all generators in turn, and that several times, so that what else the machine does hits all alike. */
export async function runRounds(job: Job, programs: readonly Program[], options: RoundsOptions): Promise<Outcome> {
  const rounds = new Map<string, Figures[]>()
  const missing = new Map<string, string>()
  for (const { peer } of programs) {
    const reason = peer.refuses(job)
    if (reason === undefined) rounds.set(peer.name, [])
    else missing.set(peer.name, reason)
  }
  for (let round = 1; round <= options.rounds; round += 1) {
    // Each begins a round in its turn, so that none always follows the same neighbour.
    for (const program of rotate(programs, round - 1)) {
      const { name } = program.peer
      const done = rounds.get(name)
      if (done === undefined) continue
      const found = await runOnce(job, program, options).catch((error: unknown) => {
        options.signal.throwIfAborted()
        return error instanceof Error ? error.message : String(error)
      })
      options.report(round, name, found)
      if (typeof found !== 'string') {
        done.push(found)
        continue
      }
      rounds.delete(name)
      missing.set(name, found)
    }
  }
  return { rounds: inOrder(rounds, programs), missing: inOrder(missing, programs) }
}

/** Figures, or why there are none. */
async function runOnce(job: Job, { peer, command }: Program, { meter, signal }: RoundsOptions): Promise<Figures | string> {
  const directory = await mkdtemp(join(tmpdir(), 'peer-'))
  try {
    const { files = {}, environment = {}, ...what } = peer.command(job)
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
    const run = await runMetered(meter, {
      command: [...command, ...what.arguments],
      directory,
      environment,
      limit: job.seconds + SLACK,
      signal,
    })
    const output = await outputOf(run.output, directory, command, what)
    const reported = peer.parse(output, job)
    return 'refused' in reported ? reported.refused : figuresOf(job, reported, run.cost)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

// Some take long to start thousands of users.
const SLACK = 60

function outputOf(
  printed: string,
  directory: string,
  command: readonly string[],
  { output, report }: { readonly output?: string; readonly report?: readonly string[] },
): Promise<string> | string {
  if (report !== undefined) return readIn(directory, [...command, ...report])
  return output === undefined ? printed : readFile(join(directory, output), 'utf8')
}

function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = list.length === 0 ? 0 : by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

function inOrder<T>(map: ReadonlyMap<string, T>, programs: readonly Program[]): ReadonlyMap<string, T> {
  const names = programs.map(({ peer }) => peer.name)
  return new Map([...map].sort(([one], [other]) => names.indexOf(one) - names.indexOf(other)))
}
