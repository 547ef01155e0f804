import type { Reading } from '../metrics/resource-log.ts'
import { Meter } from './meter.ts'
import type { Moment, Probe, ProbeReadings } from './probe.ts'
import type { ProcessFigures } from './process-figures.ts'

/** Where the server's process is. */
export interface ServerPlace {
  /** Known from who started it, or from who asks. */
  readonly pid?: number | undefined
  /** The port of this machine that the target listens on. */
  readonly port?: number | undefined
}

/** Looks at processes of this machine. */
export interface ProcessReader {
  /** The processes of `roots` and all that they started. */
  tree(roots: readonly number[]): Promise<readonly ProcessFigures[]>
  listeners(port: number): Promise<readonly number[]>
}

/** Milliseconds until a port that nobody seemed to listen on is looked at again: it takes a look at all files of all processes. */
const LOOK_AGAIN = 5000

/** Reads the server's process and all that it started. */
export function createServerProbe(place: ServerPlace, processes: ProcessReader): Probe {
  return new ServerProbe(place, processes)
}

class ServerProbe implements Probe {
  readonly source = 'server'
  readonly #place: ServerPlace
  readonly #processes: ProcessReader
  readonly #cpu = new Meter()
  /** By number, when it started. */
  #roots = new Map<number, string>()
  /** CPU time of each process at the reading before; `undefined` before the first one. */
  #times: ReadonlyMap<string, number> | undefined
  #cpuTime = 0
  #nextLook = 0
  #problem: string | undefined
  #hasNotedFiles = false

  constructor(place: ServerPlace, processes: ProcessReader) {
    this.#place = place
    this.#processes = processes
  }

  async read(moment: Moment): Promise<ProbeReadings> {
    const events: string[] = []
    if (this.#roots.size === 0) {
      events.push(...(await this.#find(moment)))
      if (this.#roots.size === 0) return { readings: [], events }
    }
    const tree = await this.#processes.tree([...this.#roots.keys()])
    events.push(...this.#dropEnded(tree))
    if (this.#roots.size === 0) return { readings: [], events }
    const readings: Reading[] = []
    const add = (name: string, unit: string, value: number | undefined, kind: Reading['kind'] = 'gauge'): void => {
      if (value !== undefined) readings.push({ source: 'server', name, unit, kind, value })
    }
    const files = total(tree, ({ files }) => files)
    if (files === undefined && process.platform === 'linux' && !this.#hasNotedFiles) {
      this.#hasNotedFiles = true
      events.push('its open files are not for this user to see')
    }
    add('cpu', 'cores', this.#useOfCpu(tree, moment), 'span')
    add(
      'memory',
      'bytes',
      total(tree, ({ memory }) => memory),
    )
    add(
      'threads',
      '',
      total(tree, ({ threads }) => threads),
    )
    add('files', '', files)
    add('processes', '', tree.length)
    return { readings, events }
  }

  /** Finds the processes at the root of the server's. Throws where there are none, with what to do. */
  async #find({ now }: Moment): Promise<readonly string[]> {
    const { pid, port } = this.#place
    const isFirst = this.#times === undefined
    if (isFirst && pid !== undefined) {
      this.#remember(await this.#processes.tree([pid]), [pid])
      if (this.#roots.size > 0) return []
      if (port === undefined) throw new Error(`there is no process ${pid} that could be read`)
    }
    if (port === undefined) return []
    if (now >= this.#nextLook) {
      this.#nextLook = now + LOOK_AGAIN
      const found = await this.#processes.listeners(port)
      const tree = await this.#processes.tree(found)
      this.#remember(tree, topmost(tree, found))
      this.#problem = `no process was found that listens on port ${port}; give its number with \`sample: { pid }\``
    }
    if (this.#roots.size === 0) throw new Error(this.#problem)
    const pids = [...this.#roots.keys()]
    if (pids.includes(process.pid)) return ["the server runs in the generator's own process"]
    return isFirst && pid === undefined ? [] : [`process ${pids.join(', ')} listens on port ${port} now`]
  }

  #remember(tree: readonly ProcessFigures[], roots: readonly number[]): void {
    this.#roots = new Map(tree.filter(({ pid }) => roots.includes(pid)).map(({ pid, started }) => [pid, started]))
  }

  /** A number may belong to somebody else by now. */
  #dropEnded(tree: readonly ProcessFigures[]): readonly string[] {
    const alive = new Map(tree.map(({ pid, started }) => [pid, started]))
    const ended = [...this.#roots].filter(([pid, started]) => alive.get(pid) !== started)
    for (const [pid] of ended) this.#roots.delete(pid)
    return ended.map(([pid]) => `process ${pid} of the server ended`)
  }

  /** Processes that came since the reading before count with all their time, and those that went with what was seen of it. */
  #useOfCpu(tree: readonly ProcessFigures[], moment: Moment): number | undefined {
    const cores = total(tree, ({ cores }) => cores)
    if (cores !== undefined) return cores
    const before = this.#times
    const times = new Map(tree.map(({ pid, started, cpuTime = 0 }) => [`${pid} ${started}`, cpuTime]))
    if (before !== undefined) for (const [key, time] of times) this.#cpuTime += time - (before.get(key) ?? 0)
    this.#times = times
    return this.#cpu.use(this.#cpuTime, moment)
  }
}

/** Those whose parent is none of them: the workers of a cluster share its socket. */
function topmost(tree: readonly ProcessFigures[], found: readonly number[]): readonly number[] {
  return tree.filter(({ pid, parent }) => found.includes(pid) && !found.includes(parent)).map(({ pid }) => pid)
}

/** `undefined` where one of them doesn't tell. */
function total(tree: readonly ProcessFigures[], pick: (one: ProcessFigures) => number | undefined): number | undefined {
  let sum = 0
  for (const one of tree) {
    const value = pick(one)
    if (value === undefined) return undefined
    sum += value
  }
  return sum
}
