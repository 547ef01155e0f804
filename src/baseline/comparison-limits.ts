import { nearest } from '../core/nearest.ts'
import { type Problem, parseTogether } from '../core/options.ts'
import { parseDuration } from '../core/units.ts'

/** What is compared, in the order in which it is told. */
export const comparedMetrics = ['mean', 'median', 'p95', 'p99', 'errors', 'rate'] as const
export type ComparedMetric = (typeof comparedMetrics)[number]

/** By how much a metric may become worse: a share of the baseline's, or in its own unit (milliseconds; shares of requests). */
export interface ChangeLimit {
  readonly kind: 'relative' | 'absolute'
  readonly value: number
}

/** A metric without a limit is told, but not judged. */
export type ComparisonLimits = { readonly [Metric in ComparedMetric]?: ChangeLimit }

/** p95 may rise by 10 %, and the error rate by 0.1 percentage points. */
export const defaultLimits: ComparisonLimits = Object.freeze({
  p95: { kind: 'relative', value: 0.1 },
  errors: { kind: 'absolute', value: 0.001 },
})

/**
 * Reads limits as they are written on a command line; those that are not named stay at their default, and `none` removes one.
 *
 * Throws an `OptionsError` that lists every problem.
 *
 * @example parseComparisonLimits(['p95=20%', 'errors=0.5pt', 'rate=10%']) // `rate`: the most that it may fall by
 */
export function parseComparisonLimits(texts: readonly string[]): ComparisonLimits {
  const changes = parseChanges('--max', texts, ({ value }) => value >= 0)
  const limits = Object.entries({ ...defaultLimits, ...changes }).filter(([, limit]) => limit !== 'none')
  return Object.fromEntries(limits) as ComparisonLimits
}

type Changes = { readonly [Metric in ComparedMetric]?: ChangeLimit | 'none' }

/** Reads `metric=change` texts: `p95=10%`, `p95=20ms`, `errors=0.1pt`, `rate=10%`. */
export function parseChanges(option: string, texts: readonly string[], isAllowed: (change: ChangeLimit) => boolean): Changes {
  return parseTogether(option, (problems) => {
    const changes: Partial<Record<ComparedMetric, ChangeLimit | 'none'>> = {}
    for (const text of texts) {
      const [name = '', amount = ''] = splitAt(text, '=')
      const metric = comparedMetrics.find((one) => one === (name === 'p50' ? 'median' : name))
      if (metric === undefined) refuseName(name, problems)
      else if (amount === 'none') changes[metric] = 'none'
      else {
        const change = parseChange(metric, amount)
        if (change !== undefined && isAllowed(change)) changes[metric] = change
        else problems.push({ at: metric, message: `Expected \`${metric}\` to be ${EXAMPLES[metric]}, got '${amount}'` })
      }
    }
    return changes
  })
}

const TIME = "a change such as '10%' or '20ms'"
const EXAMPLES: Readonly<Record<ComparedMetric, string>> = {
  mean: TIME,
  median: TIME,
  p95: TIME,
  p99: TIME,
  errors: "a change in percentage points, such as '0.1pt'",
  rate: "a change such as '10%'",
}

function parseChange(metric: ComparedMetric, amount: string): ChangeLimit | undefined {
  const [, digits, unit] = /^\+?(-?\d+(?:\.\d+)?) ?(%|pt|us|µs|ms|s)$/.exec(amount) ?? []
  if (digits === undefined || unit === undefined) return undefined
  if (metric === 'errors') return unit === 'pt' ? { kind: 'absolute', value: Number(digits) / 100 } : undefined
  if (unit === '%') return { kind: 'relative', value: Number(digits) / 100 }
  const time = metric === 'rate' ? undefined : parseDuration(`${digits}${unit}`)
  return time === undefined ? undefined : { kind: 'absolute', value: time }
}

function refuseName(name: string, problems: Problem[]): void {
  const near = nearest(name, comparedMetrics)
  const help =
    near === undefined ? `known are ${comparedMetrics.map((one) => `\`${one}\``).join(', ')}` : `did you mean \`${near}\`?`
  problems.push({ at: name, message: `Unknown metric \`${name}\`: ${help}` })
}

/** The text before the first separator, and what follows it. */
function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}
