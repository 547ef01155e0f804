import type { RequestSeries } from '../../metrics/interval.ts'
import { intervalsOf } from '../../metrics/load-result.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { START_SCENARIO } from '../../metrics/sample.ts'
import type { TargetComparison } from '../../metrics/target-comparison.ts'
import { straysOf } from '../../stats/strays.ts'
import { percentilesOf } from '../../stats/summary.ts'

/** The blocks of a comparison; the nth of both sides are a pair. */
export interface PairedBlocks {
  readonly base: readonly PairedBlock[]
  readonly candidate: readonly PairedBlock[]
  /** Of the seconds in which latency was far from that around, how many each side had, and whether they count. */
  readonly strays: { readonly base: number; readonly candidate: number; readonly areCounted: boolean }
}

/** What a block had of requests. */
export interface PairedBlock {
  readonly all: readonly RequestSeries[]
  /** Without the seconds that stray. */
  readonly steady: readonly RequestSeries[]
  /** Milliseconds of `steady`. */
  readonly steadyTime: number
}

/** What is nearer to the seconds around is no stray: it costs less than the second is worth. */
const LEAST_STRAY = Math.log(1.1)
/** Of more seconds than this share it is no matter of moments. */
const MOST_STRAYS = 0.25
/** How unlikely it is that one side has as many of all strays by chance, where they are its own: five of five are. */
const UNEVEN = 0.05

/**
 * Cuts both sides into their blocks, and finds the seconds in which half of all requests were far faster or slower than in those around:
 * something else went on on the machine. They happen to both sides alike. Where one side has most of them, they are its own, and count.
 */
export function pairedBlocksOf({ base, candidate, pairs, block }: TargetComparison): PairedBlocks {
  const sides = [piecesOf(base, pairs, block), piecesOf(candidate, pairs, block)] as const
  const leveled = sides.flatMap((pieces, side) =>
    levelsOf(pieces).map((level, index) => ({ side, piece: pieces[index] as Piece, level })),
  )
  // The first of a pair is the base's in every other one.
  const turnOf = ({ side, piece }: (typeof leveled)[number]): number => piece.pair * 2 + ((side + piece.pair) % 2)
  const timeline = leveled
    .filter(({ level }) => Number.isFinite(level))
    .sort((one, other) => turnOf(one) - turnOf(other) || one.piece.start - other.piece.start)
  const isStray = straysOf(
    timeline.map(({ level }) => level),
    LEAST_STRAY,
  )
  const strays = new Set(timeline.filter((_, index) => isStray[index]).map(({ piece }) => piece))
  const [inBase, inCandidate] = sides.map((pieces) => pieces.filter((piece) => strays.has(piece)).length) as [number, number]
  const isMuch = inBase > sides[0].length * MOST_STRAYS || inCandidate > sides[1].length * MOST_STRAYS
  const areCounted = isMuch || chanceOfUneven(inBase, inCandidate) <= UNEVEN
  const isSteady = (piece: Piece): boolean => areCounted || !strays.has(piece)
  return {
    base: blocksOf(sides[0], pairs, isSteady),
    candidate: blocksOf(sides[1], pairs, isSteady),
    strays: { base: inBase, candidate: inCandidate, areCounted },
  }
}

/** A second of a block, or what else an interval holds. */
interface Piece {
  readonly pair: number
  readonly start: number
  readonly time: number
  readonly requests: RequestSeries[]
}

function piecesOf(result: LoadResult, pairs: number, block: number): readonly Piece[] {
  const pieces: Piece[] = []
  for (const { start, end, requests } of intervalsOf(result)) {
    const own = requests.filter(({ scenario }) => scenario !== START_SCENARIO)
    const pair = Math.floor(start / block)
    if (pair < pairs) pieces.push({ pair, start, time: end - start, requests: own })
    // What ended after the last block was asked in it.
    else pieces.at(-1)?.requests.push(...own)
  }
  return pieces
}

/**
 * How slow each piece was as a logarithm: its endpoints' medians beside those of the whole side, by their requests. So neither another mix of
 * endpoints nor the side itself is a difference, and a few slow requests among many are none.
 */
function levelsOf(pieces: readonly Piece[]): readonly number[] {
  const whole = mediansOf(pieces.flatMap(({ requests }) => requests))
  return pieces.map(({ requests }) => {
    let total = 0
    let level = 0
    for (const [endpoint, { count, place }] of mediansOf(requests)) {
      total += count
      level += count * (place - (whole.get(endpoint)?.place ?? Number.NaN))
    }
    return level / total
  })
}

function mediansOf(requests: readonly RequestSeries[]): ReadonlyMap<string, { readonly count: number; readonly place: number }> {
  const groups = [...Map.groupBy(requests, ({ endpoint }) => endpoint)]
  return new Map(
    groups.flatMap(([endpoint, series]) => {
      const latency = series.flatMap((one) => one.latency ?? [])
      const [median] = percentilesOf(latency, [50])
      const count = latency.reduce((total, one) => total + one.count, 0)
      return median === undefined ? [] : [[endpoint, { count, place: Math.log(Math.max(median, SHORTEST)) }] as const]
    }),
  )
}

/** Milliseconds; there is no logarithm of 0. */
const SHORTEST = 0.001

function blocksOf(pieces: readonly Piece[], pairs: number, isSteady: (piece: Piece) => boolean): readonly PairedBlock[] {
  const blocks = Array.from({ length: pairs }, (): Piece[] => [])
  for (const piece of pieces) blocks[piece.pair]?.push(piece)
  return blocks.map((own) => {
    const steady = own.filter(isSteady)
    return {
      all: own.flatMap(({ requests }) => requests),
      steady: steady.flatMap(({ requests }) => requests),
      steadyTime: steady.reduce((total, { time }) => total + time, 0),
    }
  })
}

/** The probability that of so many a given one of two sides has as few as the lesser has: the sign test. */
function chanceOfUneven(one: number, other: number): number {
  const total = one + other
  let ways = 1
  let tail = 0
  for (let few = 0; few <= Math.min(one, other); few += 1) {
    tail += ways
    ways = (ways * (total - few)) / (few + 1)
  }
  return tail / 2 ** total
}
