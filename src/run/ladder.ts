import type { LoadResult } from '../metrics/result.ts'
import { type OverriddenProfile, overrideProfile, overridesFromEnvironment } from '../profile/overrides.ts'
import { scaleFromEnvironment, scaleProfile } from '../profile/scale.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { checkBudget, checkWarmUps, modelOf } from './apply-profile.ts'
import { compileScript } from './compile-script.ts'
import { parseBesideScripts } from './compile-scripts.ts'
import { coolDown } from './cool-down.ts'
import { checkEvents, placeEvents } from './events.ts'
import { type LadderLevel, type LadderOptions, type ReadLevel, readLadder } from './ladder-options.ts'
import { createLadder, type Ladder } from './ladder-result.ts'
import { scaleOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { RunContext } from './run-context.ts'
import { scenarioPart } from './scenario-part.ts'
import { createTarget } from './target.ts'
import { warningsOfProfile } from './warnings.ts'

/** Puts a scenario under one level of load after the other: what `ladder()` does, in a context that is given. */
export async function runLadder<State>(
  scenario: ScenarioInput<State>,
  levels: readonly LadderLevel[],
  given: LadderOptions | undefined,
  context: RunContext,
): Promise<Ladder> {
  const hasBaseUrl = (given?.baseUrl ?? context.settings.baseUrl) !== undefined
  const scale = scaleFromEnvironment(process.env)
  const read = await parseBesideScripts('ladder', [{ name: undefined, input: scenario }], hasBaseUrl, (problems) => {
    const { kind, levels: whole, options } = readLadder(levels, given, problems)
    const steps = whole.map((level) => ({ ...level, applied: applyLevel(level, scale) }))
    const highest = { scale, profiles: steps.slice(-1).map(({ applied }) => applied) }
    checkBudget(options.budget, given?.budget, highest, problems)
    checkWarmUps(options.warmUp, highest, problems)
    // At each level they happen anew.
    checkEvents(
      options.events,
      whole.slice(0, 1).map(({ profile }) => profile),
      problems,
    )
    return { kind, steps, options }
  })
  const options = scaleOptions(read.options, scale)
  const name = options.name ?? context.name
  // One for all levels: where the server dies in the middle, the next level shows it, and does not end the ladder.
  const target = await createTarget('ladder', options, context.settings)
  const script = await compileScript('ladder', scenario, target.defaults)
  const results: LoadResult[] = []
  for (const level of read.steps) {
    const { profile, notes } = level.applied
    const plan = {
      name: `${name}, ${level.name}`,
      model: modelOf([profile]),
      profile,
      parts: [scenarioPart(script, profile, options)] as const,
      scale,
      options,
      events: placeEvents(options.events, [level.profile], [profile]),
      target,
      warnings: warningsOfProfile(profile, notes),
    }
    results.push(await measure(plan, context))
    await coolDown(context)
  }
  const ladder = createLadder(
    name,
    read.kind,
    read.steps.map(({ load }, index) => ({ load, result: results[index] as LoadResult })),
  )
  context.reportLadder?.({ name, rows: ladder.rows, resourcesOf: ladder.resourcesOf })
  return ladder
}

/** As the environment has it; what a level is stays: with `LOAD_VUS` all levels would be one. */
function applyLevel({ profile }: ReadLevel, scale: number): OverriddenProfile {
  const { vus, rate, duration } = overridesFromEnvironment(process.env)
  const { profile: applied, notes } = overrideProfile(scaleProfile(profile, scale), { duration })
  const ignored = [vus === undefined ? [] : 'LOAD_VUS', rate === undefined ? [] : 'LOAD_RATE'].flat()
  return { profile: applied, notes: [...notes, ...ignored.map((name) => `${name} has no effect: a ladder has its own levels`)] }
}
