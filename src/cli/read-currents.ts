import { environmentName, givenEnvironment } from '../baseline/baseline-file.ts'
import { InputError } from '../core/input-error.ts'
import { unfitToCompare } from '../verdict/decide.ts'
import type { ReadBaseline } from './read-baselines.ts'
import { type MeasuredInput, summaryOf } from './read-input.ts'
import { readLatest } from './read-latest.ts'

/** Runs that are to be compared. */
export interface CurrentRuns {
  readonly currents: readonly ReadBaseline[]
  /** Whole sentences about what was left out, and what must be known of the others. */
  readonly notes: readonly string[]
}

/**
 * Reads the runs that are to be compared, with their environments. One that was aborted is refused; in a directory it is left out, because
 * a service that breaks down must not hide what became slower.
 */
export function readCurrents(operands: readonly string[]): CurrentRuns {
  const { inputs, notes } = readLatest(operands)
  const aborted = inputs.flatMap((input) => abortOf(input) ?? [])
  const refused = aborted.find(({ file }) => aborted.length === inputs.length || operands.includes(file))
  if (refused !== undefined) {
    throw new InputError({ file: refused.file }, `expected a run that was completed, got one that was aborted: ${refused.reason}`)
  }
  const completed = inputs.filter((input) => abortOf(input) === undefined)
  return {
    currents: completed.map((input) => {
      const environment = environmentOf(input)
      return { file: input.file, summary: { ...summaryOf(input), ...(environment !== undefined && { environment }) } }
    }),
    notes: [
      ...notes,
      ...aborted.map(({ service, reason }) => `'${service}' was aborted, and is not compared: ${reason}`),
      ...completed.flatMap(doubtOf),
    ],
  }
}

interface Abort {
  readonly file: string
  readonly service: string
  readonly reason: string
}

function abortOf(input: MeasuredInput): Abort | undefined {
  if (input.kind !== 'result' || input.result.outcome.state !== 'aborted') return undefined
  return { file: input.file, service: input.result.name, reason: input.result.outcome.reason }
}

/** What a matcher would call inconclusive. */
function doubtOf(input: MeasuredInput): readonly string[] {
  const doubt = input.kind === 'result' ? unfitToCompare(input.result) : undefined
  return doubt === undefined ? [] : [`what '${summaryOf(input).service}' differs by may be none of its own, because ${doubt}`]
}

/** Files of Locust tell none. */
function environmentOf(input: MeasuredInput): string | undefined {
  return input.kind === 'result' ? environmentName(input.result.environment) : givenEnvironment()
}
