import type { LoadResult } from '../metrics/result.ts'
import type { Profile } from '../profile/profile.ts'
import { readProfile } from '../profile/read-profile.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { applyProfiles, checkBudget, checkWarmUps, modelOf } from './apply-profile.ts'
import { compileScript } from './compile-script.ts'
import { parseBesideScripts } from './compile-scripts.ts'
import { coolDown } from './cool-down.ts'
import { checkEvents, placeEvents } from './events.ts'
import { type LoadOptions, loadOptions, scaleOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { Part } from './plan.ts'
import type { RunContext } from './run-context.ts'
import { scenarioPart } from './scenario-part.ts'
import { createTarget } from './target.ts'
import { planThreads } from './threads/plan-threads.ts'
import { warningsOfProfile } from './warnings.ts'

/** Applies a profile to a scenario: what `load()` does, in a context that is given. */
export async function runLoad<State>(
  scenario: ScenarioInput<State>,
  profile: Profile,
  given: LoadOptions | undefined,
  context: RunContext,
): Promise<LoadResult> {
  const hasBaseUrl = (given?.baseUrl ?? context.settings.baseUrl) !== undefined
  const inputs = [{ name: undefined, input: scenario }]
  const { read, applied, whole } = await parseBesideScripts('load', inputs, hasBaseUrl, (problems) => {
    const whole = readProfile(profile, '', problems)
    const applied = applyProfiles(problems.length === 0 ? [whole] : [])
    const read = loadOptions(given, '', problems)
    checkBudget(read.budget, given?.budget, applied, problems)
    checkWarmUps(read.warmUp, applied, problems)
    if (applied.profiles.length > 0) checkEvents(read.events, [whole], problems)
    return { read, applied, whole }
  })
  const [{ profile: own, notes }] = applied.profiles as [(typeof applied.profiles)[number]]
  const options = scaleOptions(read, applied.scale)
  const target = await createTarget('load', options, context.settings)
  const script = await compileScript('load', scenario, target.defaults)
  const events = placeEvents(read.events, [whole], [own])
  const work = { profile: own, parts: [scenarioPart(script, own, options, scenario)] as [Part], options, events }
  const { threads, warnings } = planThreads('load', work, context.settings)
  const result = await measure(
    {
      ...work,
      name: options.name ?? context.name,
      model: modelOf([own]),
      scale: applied.scale,
      target,
      threads,
      warnings: [...warningsOfProfile(own, notes), ...warnings],
    },
    context,
  )
  await coolDown(context)
  return result
}
