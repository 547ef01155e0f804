import { LoadTestError } from '../core/errors.ts'
import { number, object, oneOf, optional, parseOptions, type Reader, text } from '../core/options.ts'
import { type CapacityResult, objectiveMetrics } from '../metrics/capacity-result.ts'
import type { BaselineNames } from './create-baseline.ts'

const KIND = 'vitest-load capacity baseline'
const VERSION = 1

/** What later searches are compared with: kept under version control, one for each environment. JSON-safe. */
export interface CapacityBaseline {
  /** The test's full name. */
  readonly test: string
  /** What tells it from other baselines of the file. */
  readonly name: string
  /** When it was searched: ISO 8601, UTC. */
  readonly time: string
  /** What the target says of itself; absent where it doesn't tell. */
  readonly target?: string | undefined
  readonly unit: CapacityResult['unit']
  /** Searches with another one are not comparable. */
  readonly objective: CapacityResult['objective']
  readonly resolution: number
  /** Arrivals per second, or users. */
  readonly capacity: { readonly mean: number; readonly low: number; readonly high: number }
}

/** A search as a baseline; `undefined` where it found no limit between two ends. */
export function createCapacityBaseline(
  result: CapacityResult,
  { test, name, target }: BaselineNames,
): CapacityBaseline | undefined {
  const { startedAt, unit, objective, resolution, capacity } = result
  const { mean, low, high } = capacity ?? {}
  if (mean === undefined || low === undefined || high === undefined) return undefined
  return {
    test,
    name,
    time: startedAt,
    ...(target !== undefined && { target }),
    unit,
    objective,
    resolution,
    capacity: { mean, low, high },
  }
}

/** As the text of its file: a line for each fact, so that a change is seen in version control for what it is. */
export function formatCapacityBaseline(baseline: CapacityBaseline): string {
  const facts = Object.entries({ kind: KIND, version: VERSION, ...baseline })
  return `{\n${facts.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}\n`
}

/** Reads the text of its file. Throws a `LoadTestError` that says what is wrong with it. */
export function parseCapacityBaseline(file: string): CapacityBaseline {
  const { kind: _, version: __, ...baseline } = parseOptions('baseline', jsonOf(file), readBaseline)
  const limits = Object.entries(baseline.objective).filter(([, limit]) => limit !== undefined)
  return { ...baseline, objective: Object.fromEntries(limits) }
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(file)
  } catch (cause) {
    throw new LoadTestError('ERR_LOAD_BASELINE', `Expected a baseline as JSON, ${(cause as Error).message}`, { cause })
  }
}

const limits = Object.fromEntries(objectiveMetrics.map((metric) => [metric, optional(number({ min: 0 }))])) as Record<
  (typeof objectiveMetrics)[number],
  Reader<number | undefined>
>

const readBaseline = object({
  kind: oneOf(KIND),
  version: number({ min: VERSION, max: VERSION }),
  test: text,
  name: text,
  time: text,
  target: optional(text),
  unit: oneOf('rate', 'vus'),
  objective: object(limits),
  resolution: number({ above: 0 }),
  capacity: object({ mean: number({ above: 0 }), low: number({ above: 0 }), high: number({ above: 0 }) }),
})
