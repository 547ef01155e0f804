import type { CapacityVerdict, LevelVerdict } from '../metrics/capacity-result.ts'

/** Where the limit of a target is searched, and how closely. */
export interface SearchBounds {
  readonly from: number
  readonly to: number
  /** How far apart what was held and what was not may be at the end, as a share of the lower. */
  readonly resolution: number
  /** Whether loads are whole numbers, as users are. */
  readonly isWhole: boolean
}

/** What came of a level. */
export interface LevelOutcome {
  readonly load: number
  readonly verdict: LevelVerdict
}

/** A search so far: the outcomes in their order. */
export interface CapacitySearch {
  readonly bounds: SearchBounds
  readonly outcomes: readonly LevelOutcome[]
}

export type SearchStep =
  | { readonly kind: 'measure'; readonly load: number }
  | {
      readonly kind: 'done'
      readonly verdict: CapacityVerdict
      readonly low?: number
      readonly mean?: number
      readonly high?: number
    }

/** The end of a search. */
export type Done = Extract<SearchStep, { kind: 'done' }>

/** A search in which nothing was measured yet. */
export function beginSearch(bounds: SearchBounds): CapacitySearch {
  return { bounds, outcomes: [] }
}

/** The search after one more level. */
export function withOutcome({ bounds, outcomes }: CapacitySearch, outcome: LevelOutcome): CapacitySearch {
  return { bounds, outcomes: [...outcomes, outcome] }
}

/**
 * What a search does next: it doubles the load until a level is missed, halves what is between (on a scale of ratios) until it is as narrow
 * as asked for, and measures both ends once more. What was met as often as missed is measured again; where that moves an end, the search
 * goes on from there.
 *
 * It takes at most log2(low / from) + 4 + b levels, with low the highest load that was held, and b = log2(ln 2 / ln(1 + resolution)), rounded
 * up: 4 at 5 %. So it always ends.
 */
export function nextStep({ bounds, outcomes }: CapacitySearch): SearchStep {
  const { from, to } = bounds
  const loads = standingsOf(outcomes)
  const { low, high } = bracketOf(loads)
  const known = narrowed(loads)
  if (outcomes.length + 1 > mostLevels(bounds, low?.load ?? from)) return conclude(bounds, loads, known)
  const tied = loads.find(({ standing }) => standing === 'tied')
  if (tied !== undefined) return { kind: 'measure', load: tied.load }
  if (low === undefined) {
    if (high !== undefined && high.load === from && high.measured > 1) return conclude(bounds, loads, known)
    return { kind: 'measure', load: from }
  }
  if (high === undefined) {
    return low.load >= to ? { kind: 'done', verdict: 'none-found' } : { kind: 'measure', load: Math.min(low.load * 2, to) }
  }
  const middle = between(low.load, high.load, bounds)
  if (middle !== undefined) return { kind: 'measure', load: middle }
  // A hiccup makes a target look worse than it is, so the upper end is the one to doubt first.
  const unsure = [high, low].find(({ measured }) => measured < 2)
  return unsure === undefined ? conclude(bounds, loads, known) : { kind: 'measure', load: unsure.load }
}

/** What a search knows that can't go on, because the target is down. */
export function endSearch({ bounds, outcomes }: CapacitySearch): Done {
  const loads = standingsOf(outcomes)
  return conclude(bounds, loads, narrowed(loads))
}

/** What a search knows that was interrupted: what was held, and no more, as most of it is still to come. */
export function interruptSearch(search: CapacitySearch): Done {
  const step = nextStep(search)
  if (step.kind === 'done') return step
  const { low } = narrowed(standingsOf(search.outcomes))
  return { kind: 'done', verdict: 'aborted', ...(low !== undefined && { low: low.load }) }
}

interface LoadStanding {
  readonly load: number
  readonly measured: number
  readonly standing: 'held' | 'missed' | 'tied'
  /** Whether the target itself missed it, and not the generator alone. */
  readonly isTargets: boolean
}

type Ends = { readonly low: LoadStanding | undefined; readonly high: LoadStanding | undefined }

/** The loads that were measured, ascending, and how each did. */
function standingsOf(outcomes: readonly LevelOutcome[]): LoadStanding[] {
  const loads = [...new Set(outcomes.map(({ load }) => load))].sort((one, other) => one - other)
  return loads.map((load) => {
    const mine = outcomes.filter((outcome) => outcome.load === load)
    const met = mine.filter(({ verdict }) => verdict === 'met').length
    const missed = mine.length - met
    return {
      load,
      measured: mine.length,
      standing: met > missed ? 'held' : met < missed ? 'missed' : 'tied',
      isTargets: mine.some(({ verdict }) => verdict === 'missed'),
    }
  })
}

/** The lowest load that was missed, and the highest below it that was held. */
function bracketOf(loads: readonly LoadStanding[]): Ends {
  const high = loads.find(({ standing }) => standing === 'missed')
  const below = loads.filter(({ load }) => high === undefined || load < high.load)
  return { low: below.findLast(({ standing }) => standing === 'held'), high }
}

/** The load up to which all was held, and the one from which on all was missed: what is surely known, where a target is flaky. */
function narrowed(loads: readonly LoadStanding[]): Ends {
  const firstNotHeld = loads.findIndex(({ standing }) => standing !== 'held')
  const lastNotMissed = loads.findLastIndex(({ standing }) => standing !== 'missed')
  return { low: firstNotHeld === -1 ? loads.at(-1) : loads[firstNotHeld - 1], high: loads[lastNotMissed + 1] }
}

function conclude({ from }: SearchBounds, loads: readonly LoadStanding[], { low, high }: Ends): Done {
  const isGenerators = high !== undefined && !loads.some(({ isTargets, load }) => isTargets && load <= high.load)
  if (low === undefined) {
    return isGenerators
      ? { kind: 'done', verdict: 'generator-limited' }
      : { kind: 'done', verdict: 'fails-at-start', high: high?.load ?? from }
  }
  if (high === undefined || isGenerators) return { kind: 'done', verdict: 'generator-limited', low: low.load }
  // What came out now so and now so is where the limit is.
  const unsteady = loads.filter(({ load }) => load > low.load && load < high.load)
  const mean = Math.sqrt((unsteady[0] ?? low).load * (unsteady.at(-1) ?? high).load)
  return { kind: 'done', verdict: 'found', low: low.load, mean, high: high.load }
}

function mostLevels({ from, resolution }: SearchBounds, low: number): number {
  // The tolerance keeps exact powers of two whole.
  return Math.log2(low / from) + 4 + Math.max(0, Math.ceil(Math.log2(Math.LN2 / Math.log1p(resolution)) - 1e-9)) + 1e-9
}

/** The load halfway from one to the other in ratio; `undefined` where they are close enough. */
function between(low: number, high: number, { resolution, isWhole }: SearchBounds): number | undefined {
  if (high <= low * (1 + resolution)) return undefined
  const middle = Math.sqrt(low * high)
  if (!isWhole) return middle
  const whole = Math.round(middle)
  return whole > low && whole < high ? whole : undefined
}
