import { formatCount, formatDuration } from '../core/format.ts'
import type { Script } from '../engine/script.ts'
import type { Interval } from '../metrics/interval.ts'
import type { Warning } from '../metrics/outcome.ts'
import { MAX_CHECKS, MAX_ENDPOINTS, MAX_TRENDS } from '../metrics/recorder.ts'
import { Records } from '../metrics/records.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import type { Burst, Profile } from '../profile/profile.ts'
import type { GeneratorReport } from './load-generator.ts'
import { type Part, type Plan, plannedTime } from './plan.ts'

/** What the profile itself lets expect; of one of several, with the name of its scenario. */
export function warningsOfProfile(profile: Profile, notes: readonly string[], scenario?: string): Warning[] {
  return warningsOfOne(profile, notes).map((warning) => ofScenario(warning, scenario))
}

/** What ended a run before its time, other than an abort. */
export interface Limited {
  /** When the last request was sent that might be; `undefined` where there was room for more. */
  readonly usedUpAt: number | undefined
  /** Whether more were asked for. */
  readonly hasRefused: boolean
  /** The scenarios that ran out of rows, and how many iterations that were due found none. */
  readonly withoutRows: ReadonlyMap<string, number>
}

function warningsOfOne(profile: Profile, notes: readonly string[]): Warning[] {
  const warnings = notes.map((message) => ({ code: 'profile-overridden', message }))
  if (profile.kind !== 'constant-vus' || profile.spawnRate === undefined) return warnings
  const reached = Math.ceil((profile.spawnRate * profile.duration) / 1000)
  if (reached >= profile.vus) return warnings
  const message = `Only ${formatCount(reached)} of ${formatCount(profile.vus)} users join in time: raise \`spawnRate\` or the duration`
  return [...warnings, { code: 'users-missing', message }]
}

/** What a reader of the totals would not see there. */
export function warningsOf(
  plan: Pick<Plan, 'parts' | 'profile' | 'options'>,
  report: Pick<GeneratorReport, 'warmUp' | 'hasTooManyEndpoints' | 'hasTooManyChecks' | 'hasTooManyTrends'>,
  intervals: readonly Interval[],
  limited: Limited,
): Warning[] {
  const warnings: Warning[] = []
  const add = (code: string, message: string): void => void warnings.push({ code, message })
  const records = new Records(intervals)
  const { warmUp } = report
  if (warmUp.failed > 0) {
    add(
      'warm-up-failed',
      `${formatCount(warmUp.failed)} of ${formatCount(warmUp.requests)} requests failed in the warm-up, which is not in the figures`,
    )
  }
  const start = records.requests({ scenario: START_SCENARIO })
  if (start !== undefined && start.failed > 0) {
    const all = start.succeeded + start.failed + start.interrupted
    const cause = start.errors[0]?.message ?? 'unknown'
    add(
      'start-failed',
      `${formatCount(start.failed)} of ${formatCount(all)} requests of start and stop failed (${cause}): see scenario('${START_SCENARIO}')`,
    )
  }
  if (report.hasTooManyEndpoints) {
    add(
      'too-many-endpoints',
      `More than ${MAX_ENDPOINTS} endpoints: the rest is in (other). Give requests a \`name\`, such as 'GET /orders/:id'`,
    )
  }
  if (report.hasTooManyChecks) {
    add('too-many-checks', `More than ${MAX_CHECKS} checks: the rest is in (other). Give checks fixed names`)
  }
  if (report.hasTooManyTrends) {
    add('too-many-trends', `More than ${MAX_TRENDS} custom metrics: the rest is in (other). Give \`record\` fixed names`)
  }
  const missing = plan.parts.flatMap((part) => missingIterations(part, records, limited))
  if (limited.usedUpAt === undefined && limited.hasRefused) {
    const most = formatCount(plan.options.maxRequests ?? 0)
    add(
      'max-requests',
      `Some threads had sent their share of ${most} requests (\`maxRequests\`) before the others, and did no more`,
    )
  } else if (isCutShort(plan, limited, missing.length > 0)) warnings.push(requestsUsedUp(plan, limited))
  else {
    const isNamed = plan.profile.kind === 'together'
    warnings.push(...missing.map(({ script, warning }) => ofScenario(warning, isNamed ? script.name : undefined)))
  }
  const interrupted = records.requests({})?.interrupted ?? 0
  if (interrupted === 1) {
    add('interrupted', 'One request was still in flight at the end and cut: neither a success nor a failure')
  } else if (interrupted > 1) {
    add(
      'interrupted',
      `${formatCount(interrupted)} requests were still in flight at the end and cut: neither successes nor failures`,
    )
  }
  return warnings
}

function missingIterations(
  { script, profile }: Part,
  records: Records,
  { withoutRows }: Limited,
): { readonly script: Script; readonly warning: Warning }[] {
  const wanted = iterationsOf(profile)
  const started = records.iterations({ scenario: script.name })?.started ?? 0
  const lacking = withoutRows.get(script.name)
  if (lacking !== undefined) return [{ script, warning: rowsUsedUp(wanted === undefined ? lacking : wanted - started) }]
  if (wanted === undefined || started >= wanted) return []
  const message = `Only ${formatCount(started)} of ${formatCount(wanted)} iterations were started in time: raise \`maxDuration\``
  return [{ script, warning: { code: 'iterations-missing', message } }]
}

function rowsUsedUp(lacking: number): Warning {
  const what = lacking === 0 ? 'users left' : `${formatCount(lacking)} iteration${lacking === 1 ? ' was' : 's were'} not started`
  return {
    code: 'rows-used-up',
    message: `All rows of test data were used, so ${what}: add rows, or choose another \`whenEmpty\``,
  }
}

/** Whether the number of requests kept the run from something: the last one may have been the last anyway. */
function isCutShort(plan: Pick<Plan, 'parts'>, { usedUpAt, hasRefused }: Limited, isMissing: boolean): boolean {
  if (usedUpAt === undefined) return false
  return hasRefused || isMissing || usedUpAt < (plannedTime(plan) ?? 0)
}

function requestsUsedUp(plan: Pick<Plan, 'parts' | 'options'>, { usedUpAt = 0 }: Limited): Warning {
  const planned = plannedTime(plan)
  const early = planned === undefined ? 0 : planned - Math.max(0, usedUpAt)
  const when = early > 0 ? `${formatDuration(early)} before its planned end` : 'before all was done'
  const sent = plan.options.maxRequests ?? 0
  const message = `The load ended after ${formatCount(sent)} ${sent === 1 ? 'request' : 'requests'} (\`maxRequests\`), ${when}`
  return { code: 'max-requests', message }
}

function ofScenario({ code, message }: Warning, scenario: string | undefined): Warning {
  return { code, message: scenario === undefined ? message : `${scenario}: ${message}` }
}

/** How many iterations a profile asks for, where it counts them. */
function iterationsOf(profile: Profile | Burst): number | undefined {
  if (profile.kind === 'per-vu-iterations') return profile.iterations * profile.vus
  return profile.kind === 'shared-iterations' || profile.kind === 'burst' ? profile.iterations : undefined
}
