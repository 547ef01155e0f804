import { InputError } from '../core/input-error.ts'
import type { ReadBaseline } from './read-baselines.ts'

/** A run that looks for its baseline. */
export interface SeekingRun {
  readonly file: string
  readonly service: string
  /** As `toMatchBaseline`'s files tell it; `undefined` where a run doesn't: Locust's. */
  readonly environment: string | undefined
}

/** The baseline of a run, or why there is none. */
export type SoughtBaseline =
  | { readonly baseline: ReadBaseline; readonly note?: string }
  | { readonly baseline: undefined; readonly note: string }

/**
 * Finds a run's baseline by its service: that of a service of this name, or one that `toMatchBaseline` keeps under this name or of a
 * result of this name. Of those it is the one of the run's environment.
 */
export function findBaseline({ file, service, environment }: SeekingRun, baselines: readonly ReadBaseline[]): SoughtBaseline {
  const found = ofName(service, baselines)
  const [first] = found
  if (first === undefined) return { baseline: undefined, note: `'${service}' has no baseline: it is not compared` }
  if (first.matched === undefined) return { baseline: first }
  const environments = [...new Set(found.map(({ summary }) => summary.environment ?? ''))]
  if (environment === undefined && environments.length > 1) {
    const listed = environments.join(', ')
    throw new InputError(
      { file },
      `expected one baseline of '${service}', got those of ${listed}: name one file, or set LOAD_ENVIRONMENT to one of them`,
    )
  }
  const own = environment === undefined ? found : found.filter(({ summary }) => summary.environment === environment)
  const [baseline, other] = own
  if (baseline === undefined) {
    const listed = environments.join(', ')
    return { baseline, note: `'${service}' has no baseline of ${environment} (only of ${listed}): it is not compared` }
  }
  if (other !== undefined) {
    throw new InputError(
      { file: other.file },
      `expected one baseline of '${service}', got ${baseline.file} too: name one of them`,
    )
  }
  return { baseline }
}

/** The baselines of a name; of several names that one result was matched under, those without a name of their own. */
function ofName(service: string, baselines: readonly ReadBaseline[]): readonly ReadBaseline[] {
  const named = baselines.filter(({ summary }) => summary.service === service)
  if (named.length > 0) return named
  const ofResult = baselines.filter(({ matched }) => matched?.result === service)
  const plain = ofResult.filter(({ matched }) => matched?.name === matched?.test)
  return plain.length > 0 ? plain : ofResult
}
