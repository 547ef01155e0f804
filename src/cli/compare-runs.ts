import { type Comparison, compareSummaries } from '../baseline/compare-summaries.ts'
import type { ComparisonLimits } from '../baseline/comparison-limits.ts'
import type { RunSummary } from '../baseline/run-summary.ts'
import { LoadTestError } from '../core/errors.ts'
import { InputError } from '../core/input-error.ts'
import type { ReadBaseline } from './read-baselines.ts'

/** Comparisons of several services. */
export interface RunComparisons {
  readonly comparisons: readonly Comparison[]
  /** Whole sentences about runs and baselines that found no other. */
  readonly notes: readonly string[]
}

/** Holds runs against baselines: a single run against a single baseline whatever they are called, others by the name of their service. */
export function compareRuns(
  currents: readonly ReadBaseline[],
  baselines: readonly ReadBaseline[],
  limits: ComparisonLimits,
): RunComparisons {
  const [current, baseline] = [currents[0], baselines[0]]
  if (current !== undefined && baseline !== undefined && currents.length === 1 && baselines.length === 1) {
    return { comparisons: [compare(current, baseline.summary, limits)], notes: [] }
  }
  const before = new Map(baselines.map(({ summary }) => [summary.service, summary]))
  const measured = new Set<string>()
  const notes: string[] = []
  const comparisons = currents.flatMap((one) => {
    const { service } = one.summary
    if (measured.has(service)) throw new InputError({ file: one.file }, `expected one run of '${service}', got another`)
    measured.add(service)
    const summary = before.get(service)
    if (summary !== undefined) return [compare(one, summary, limits)]
    notes.push(`'${service}' has no baseline: it is not compared`)
    return []
  })
  if (comparisons.length === 0) {
    const services = [...before.keys()].map((name) => `'${name}'`).join(', ')
    throw new InputError({ file: current?.file ?? '' }, `expected a run of a service with a baseline (${services}), got none`)
  }
  for (const service of before.keys()) {
    if (!measured.has(service)) notes.push(`'${service}' has a baseline, but was not measured`)
  }
  return { comparisons, notes }
}

function compare({ file, summary }: ReadBaseline, baseline: RunSummary, limits: ComparisonLimits): Comparison {
  try {
    return compareSummaries(summary, baseline, limits)
  } catch (cause) {
    if (cause instanceof LoadTestError) throw new InputError({ file }, cause.message, { cause })
    throw cause
  }
}
