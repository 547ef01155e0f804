import type { Cost } from './metered-process.ts'
import type { Job, Reported } from './peer.ts'

/** One run of one generator, as the table shows it. A figure that nothing tells is `undefined`. */
export interface Figures {
  readonly requestsPerSecond: number
  /** Microseconds of CPU time that the generator took for a request, from its start to its end. */
  readonly cpuPerRequest: number
  /** CPU seconds per second: 1 is a whole core. */
  readonly cores: number
  /** Bytes at the peak. */
  readonly memory: number | undefined
  /** Milliseconds. */
  readonly p50: number | undefined
  /** Milliseconds. */
  readonly p99: number | undefined
  readonly failed: number
  /** Requests sent, as a share of those that were due; only where a rate was asked for. */
  readonly achieved: number | undefined
  /** Milliseconds. */
  readonly lagP99: number | undefined
}

export function figuresOf({ work, seconds }: Job, reported: Reported, cost: Cost): Figures {
  if (reported.requests === 0) throw new Error('Expected it to send requests, it sent none')
  return {
    requestsPerSecond: reported.requests / reported.seconds,
    cpuPerRequest: (cost.cpu * 1e6) / reported.requests,
    cores: cost.cpu / cost.elapsed,
    memory: cost.memory,
    p50: reported.p50,
    p99: reported.p99,
    failed: reported.failed,
    achieved: work.kind === 'open' ? reported.requests / (work.rate * seconds) : undefined,
    lagP99: reported.lagP99,
  }
}

/** The median of each figure over the rounds. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  const [first] = rounds
  if (first === undefined) throw new Error('Expected at least one round')
  const names = Object.keys(first) as (keyof Figures)[]
  return Object.fromEntries(names.map((name) => [name, medianOf(rounds.map((round) => round[name]))])) as unknown as Figures
}

/** How many times one figure is of another: the median of what each round says, so that a slow hour cancels out. */
export function medianRatio(ours: readonly Figures[], theirs: readonly Figures[], name: keyof Figures): number | undefined {
  const ratios = ours.map((figures, round) => {
    const [one, other] = [figures[name], theirs[round]?.[name]]
    return one === undefined || other === undefined || other === 0 ? undefined : one / other
  })
  return medianOf(ratios)
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const middle = known.length >> 1
  const [below, above] = [known[known.length % 2 === 0 ? middle - 1 : middle], known[middle]]
  return below === undefined || above === undefined ? undefined : (below + above) / 2
}
