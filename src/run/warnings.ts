import { formatCount } from '../core/format.ts'
import type { Interval } from '../metrics/interval.ts'
import type { Warning } from '../metrics/outcome.ts'
import { MAX_CHECKS, MAX_ENDPOINTS, MAX_TRENDS, type Recorder } from '../metrics/recorder.ts'
import { Records } from '../metrics/records.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import type { Burst, Profile } from '../profile/profile.ts'

/** What the profile itself lets expect. */
export function warningsOfProfile(profile: Profile, notes: readonly string[]): Warning[] {
  const warnings = notes.map((message) => ({ code: 'profile-overridden', message }))
  if (profile.kind !== 'constant-vus' || profile.spawnRate === undefined) return warnings
  const reached = Math.ceil((profile.spawnRate * profile.duration) / 1000)
  if (reached >= profile.vus) return warnings
  const message = `Only ${formatCount(reached)} of ${formatCount(profile.vus)} users join in time: raise \`spawnRate\` or the duration`
  return [...warnings, { code: 'users-missing', message }]
}

/** What a reader of the totals would not see there. */
export function warningsOf(
  { profile }: { readonly profile: Profile | Burst },
  recorder: Recorder,
  intervals: readonly Interval[],
): Warning[] {
  const warnings: Warning[] = []
  const add = (code: string, message: string): void => void warnings.push({ code, message })
  const records = new Records(intervals)
  const { warmUp } = recorder
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
  if (recorder.hasTooManyEndpoints) {
    add(
      'too-many-endpoints',
      `More than ${MAX_ENDPOINTS} endpoints: the rest is in (other). Give requests a \`name\`, such as 'GET /orders/:id'`,
    )
  }
  if (recorder.hasTooManyChecks) {
    add('too-many-checks', `More than ${MAX_CHECKS} checks: the rest is in (other). Give checks fixed names`)
  }
  if (recorder.hasTooManyTrends) {
    add('too-many-trends', `More than ${MAX_TRENDS} custom metrics: the rest is in (other). Give \`record\` fixed names`)
  }
  const wanted = iterationsOf(profile)
  const started = records.iterations({})?.started ?? 0
  if (wanted !== undefined && started < wanted) {
    add(
      'iterations-missing',
      `Only ${formatCount(started)} of ${formatCount(wanted)} iterations were started in time: raise \`maxDuration\``,
    )
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

/** How many iterations a profile asks for, where it counts them. */
function iterationsOf(profile: Profile | Burst): number | undefined {
  if (profile.kind === 'per-vu-iterations') return profile.iterations * profile.vus
  return profile.kind === 'shared-iterations' || profile.kind === 'burst' ? profile.iterations : undefined
}
