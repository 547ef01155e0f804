import { formatDuration, formatShare, formatSize } from '../../../src/core/format.ts'
import { type Figures, medianFigures, medianRatio } from './figures.ts'

/** What ours should reach. */
export type Limit =
  /** A figure of ours against that of a peer. */
  | (Bounds & { readonly kind: 'ratio'; readonly ours: string; readonly peer: string; readonly figure: keyof Figures })
  /** A figure of ours by itself. */
  | (Bounds & { readonly kind: 'own'; readonly ours: string; readonly figure: keyof Figures })

interface Bounds {
  readonly atLeast?: number
  readonly atMost?: number
}

export interface JudgedLimit {
  readonly text: string
  readonly value: number | undefined
  /** `undefined` where the figure or the peer is missing. */
  readonly isMet: boolean | undefined
}

/** The rounds of each generator that ran in all of them, by its name. */
export type RoundsByName = ReadonlyMap<string, readonly Figures[]>

export function judge(limit: Limit, rounds: RoundsByName): JudgedLimit {
  const value = measure(limit, rounds)
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = limit
  const isMet = value === undefined ? undefined : value >= atLeast && value <= atMost
  return { text: describe(limit, value), value, isMet }
}

function measure(limit: Limit, rounds: RoundsByName): number | undefined {
  const ours = rounds.get(limit.ours)
  if (ours === undefined) return undefined
  if (limit.kind === 'own') return medianFigures(ours)[limit.figure]
  const theirs = rounds.get(limit.peer)
  return theirs === undefined ? undefined : medianRatio(ours, theirs, limit.figure)
}

function describe(limit: Limit, value: number | undefined): string {
  const show = limit.kind === 'ratio' ? (ratio: number) => ratio.toFixed(2) : shows[limit.figure]
  const bounds = [
    ...(limit.atLeast === undefined ? [] : [`at least ${show(limit.atLeast)}`]),
    ...(limit.atMost === undefined ? [] : [`at most ${show(limit.atMost)}`]),
  ].join(', ')
  const found = value === undefined ? 'not measured' : show(value)
  const against = limit.kind === 'ratio' ? ` ÷ ${limit.peer}` : ''
  return `${limit.ours}${against}, ${names[limit.figure]}: ${found} (${bounds})`
}

const names: Readonly<Record<keyof Figures, string>> = {
  requestsPerSecond: 'requests/s',
  cpuPerRequest: 'CPU per request',
  cores: 'cores',
  memory: 'memory',
  p50: 'p50',
  p99: 'p99',
  failed: 'failed requests',
  achieved: 'requests sent of those due',
  lagP99: 'schedule lag p99',
}

const shows: Readonly<Record<keyof Figures, (value: number) => string>> = {
  requestsPerSecond: (value) => Math.round(value).toLocaleString('en-US'),
  cpuPerRequest: (value) => `${value.toFixed(1)} µs`,
  cores: (value) => value.toFixed(2),
  memory: formatSize,
  p50: formatDuration,
  p99: formatDuration,
  failed: (value) => value.toLocaleString('en-US'),
  achieved: formatShare,
  lagP99: formatDuration,
}

/** A figure as text; a dash where there is none. */
export function show(name: keyof Figures, value: number | undefined): string {
  return value === undefined ? '–' : shows[name](value)
}
