import { instance } from '../core/options.ts'
import type { LoadResult } from '../metrics/result.ts'
import { overrideProfile, overridesFromEnvironment } from '../profile/overrides.ts'
import { isOpen, isProfile, type Profile } from '../profile/profile.ts'
import { scaleFromEnvironment, scaleProfile } from '../profile/scale.ts'
import { latestStop, plannedDuration, stagesOf } from '../profile/timeline.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { compileScript, parseBesideScript } from './compile-script.ts'
import { coolDown } from './cool-down.ts'
import { createLoop } from './create-loop.ts'
import { type LoadOptions, loadOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { RunContext } from './run-context.ts'
import { createTarget } from './target.ts'
import { warningsOfProfile } from './warnings.ts'

/** Applies a profile to a scenario: what `load()` does, in a context that is given. */
export async function runLoad<State>(
  scenario: ScenarioInput<State>,
  profile: Profile,
  given: LoadOptions | undefined,
  context: RunContext,
): Promise<LoadResult> {
  const hasBaseUrl = (given?.baseUrl ?? context.settings.baseUrl) !== undefined
  const read = await parseBesideScript('load', scenario, hasBaseUrl, (problems) => {
    aProfile(profile, '', problems)
    return loadOptions(given, '', problems)
  })
  const scale = scaleFromEnvironment(process.env)
  const applied = overrideProfile(scaleProfile(profile, scale), overridesFromEnvironment(process.env))
  const options = { ...read, warmUp: read.warmUp * scale }
  const target = await createTarget('load', options, context.settings)
  const script = await compileScript('load', scenario, target.defaults)
  const gracefulStop = applied.profile.gracefulStop ?? Math.max(options.timeout, 30_000)
  const plan = {
    name: options.name ?? context.name,
    script,
    model: isOpen(applied.profile) ? ('open' as const) : ('closed' as const),
    profile: applied.profile,
    stages: stagesOf(applied.profile),
    planned: plannedDuration(applied.profile),
    latestEnd: latestStop(applied.profile) + gracefulStop,
    scale,
    options,
    target,
    warnings: warningsOfProfile(applied.profile, applied.notes),
  }
  const { warmUp, seed } = options
  const result = await measure(plan, context, (session) => createLoop(applied.profile, { warmUp, seed, gracefulStop }, session))
  await coolDown(context)
  return result
}

const aProfile = instance(isProfile, "a profile, such as constantVus(100, '10s')")
