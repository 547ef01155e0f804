import { createRandom, type Random } from '../core/random.ts'
import type { Pacer } from '../engine/pacer.ts'
import type { RunTime } from '../engine/run-time.ts'
import type { Script } from '../engine/script.ts'
import { VirtualUser } from '../engine/virtual-user.ts'
import type { Allowance } from '../http/allowance.ts'
import type { Recorder } from '../metrics/recorder.ts'
import { type Part as PartOfLoad, partOf } from '../profile/partition.ts'
import { exhausted, openFeeder, type RowSource } from '../scenario/row-source.ts'
import type { Ending } from './ending.ts'
import type { Session } from './loop.ts'
import type { Part } from './plan.ts'
import type { Target } from './target.ts'

/** The random source of rows; users have those from 1 on, and arrivals those from -2 on. */
const ROWS_SOURCE = -3
/** The random source of the seeds of further parts: the nth has the nth below it. */
const PARTS_SOURCE = -4

/** What all parts of a run share. */
export interface Run {
  readonly time: RunTime
  readonly pacer: Pacer
  readonly recorder: Recorder
  readonly ending: Ending
  readonly target: Target
  readonly allowance: Allowance | undefined
  readonly seed: number
  /** Gets by how many the active users are more now. */
  readonly onMoreVus: (more: number) => void
  /** The rows of a scenario ran out, where that lets users leave, and so many iterations that were due found none. */
  readonly onRowsUsedUp: (scenario: string, lacking: number) => void
}

/** The session of a part: its users have numbers, random numbers and rows of their own. */
export function createSession(part: Part, index: number, run: Run): Session {
  const { script, profile, stages, target = run.target } = part
  const { time, pacer, ending, allowance } = run
  const seed = seedOf(run.seed, index)
  const random = createRandom(seed)
  const share = partOf(profile)
  const onUsedUp = (lacking: number): void => run.onRowsUsedUp(script.name, lacking)
  const rows = rowsOf(script, random.fork(ROWS_SOURCE), share, onUsedUp)
  const recorder = run.recorder.staged(stages)
  const fail = (error: unknown): void => ending.fail(error)
  let active = 0
  let nth = 0
  return {
    time,
    pacer,
    signal: ending.signal,
    enough: allowance?.usedUp ?? new AbortController().signal,
    seed,
    random: random.fork(0),
    createUser() {
      // By its slot in the whole load: several threads have the same users together as one.
      const number = share.index + share.of * nth + 1
      nth += 1
      const own = random.fork(number)
      const client = target.createClient(time, own.fork(0), {
        keepsCookies: script.kind === 'function' && script.cookies,
        allowance,
        onUnreachable: fail,
        onRefused: () => user.interrupt(),
      })
      const user = new VirtualUser({
        number,
        script,
        rows,
        client,
        recorder,
        time,
        random: own,
        onFatal: fail,
      })
      return user
    },
    onDrop: (due) => recorder.scope(script.name, due).iterationDropped(time.now()),
    onLack: () => onUsedUp(1),
    onVus(now) {
      run.onMoreVus(now - active)
      active = now
    },
  }
}

/** The first part has the seed of the run, so that it draws the same numbers with others at its side. */
function seedOf(seed: number, index: number): number {
  return index === 0
    ? seed
    : createRandom(seed)
        .fork(PARTS_SOURCE - index)
        .integer(0, 2 ** 31 - 1)
}

function rowsOf(script: Script, random: Random, part: PartOfLoad, onUsedUp: (lacking: number) => void): RowSource | undefined {
  if (script.kind !== 'function' || script.data === undefined) return undefined
  const rows = openFeeder(script.data, random, part)
  return {
    next() {
      const row = rows.next()
      if (row === exhausted) onUsedUp(0)
      return row
    },
  }
}
