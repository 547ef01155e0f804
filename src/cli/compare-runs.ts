import { type Comparison, compareSummaries } from '../baseline/compare-summaries.ts'
import type { ComparisonLimits } from '../baseline/comparison-limits.ts'
import type { RunSummary } from '../baseline/run-summary.ts'
import { LoadTestError } from '../core/errors.ts'
import { InputError } from '../core/input-error.ts'
import { findBaseline } from './find-baseline.ts'
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
    return { comparisons: [compare(current, baseline.summary, limits)], notes: elsewhere(current, baseline) }
  }
  const used = new Set<ReadBaseline>()
  const measured = new Set<string>()
  const notes: string[] = []
  const comparisons = currents.flatMap((one) => {
    const { service, environment } = one.summary
    if (measured.has(service)) throw new InputError({ file: one.file }, `expected one run of '${service}', got another`)
    measured.add(service)
    const found = findBaseline({ file: one.file, service, environment }, baselines)
    if (found.baseline === undefined) {
      notes.push(found.note)
      return []
    }
    used.add(found.baseline)
    return [compare(one, { ...found.baseline.summary, service }, limits)]
  })
  if (comparisons.length === 0) {
    const services = [...new Set(baselines.map(({ summary }) => `'${summary.service}'`))].join(', ')
    const why = notes.length === 0 ? '' : ` (${notes.join('; ')})`
    throw new InputError(
      { file: current?.file ?? '' },
      `expected a run of a service with a baseline (${services}), got none${why}`,
    )
  }
  const isMeasured = ({ summary, matched }: ReadBaseline): boolean =>
    [summary.service, matched?.result, matched?.test].some((name) => name !== undefined && measured.has(name))
  const left = new Set(baselines.filter((one) => !used.has(one) && !isMeasured(one)).map(({ summary }) => summary.service))
  return { comparisons, notes: [...notes, ...[...left].map((service) => `'${service}' has a baseline, but was not measured`)] }
}

/** Holds a run against its baseline. Throws an `InputError` where they can't be compared. */
export function compare({ file, summary }: ReadBaseline, baseline: RunSummary, limits: ComparisonLimits): Comparison {
  try {
    return compareSummaries(summary, baseline, limits)
  } catch (cause) {
    if (cause instanceof LoadTestError) throw new InputError({ file }, cause.message, { cause })
    throw cause
  }
}

/** That both were measured on different machines, which a name alone does not forbid. */
function elsewhere({ summary: { environment } }: ReadBaseline, { summary }: ReadBaseline): readonly string[] {
  if (environment === undefined || summary.environment === undefined || environment === summary.environment) return []
  return [`the baseline of '${summary.service}' is of ${summary.environment}, the run of ${environment}`]
}
