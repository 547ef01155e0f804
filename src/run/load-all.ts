import { loadName } from '../core/name.ts'
import { expected, type Problem } from '../core/options.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Profile, Together } from '../profile/profile.ts'
import { readProfile } from '../profile/read-profile.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { applyProfiles, checkBudget, checkWarmUps, modelOf } from './apply-profile.ts'
import { compileScripts, parseBesideScripts } from './compile-scripts.ts'
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

/** What `loadAll` puts under load: for each name a scenario, and the profile that is applied to it. */
export type LoadEntries<States extends Readonly<Record<string, unknown>>> = {
  readonly [Name in keyof States]: readonly [scenario: ScenarioInput<States[Name]>, profile: Profile]
}

/** Applies profiles to scenarios side by side: what `loadAll()` does, in a context that is given. */
export async function runLoadAll<States extends Readonly<Record<string, unknown>>>(
  entries: LoadEntries<States>,
  given: LoadOptions | undefined,
  context: RunContext,
): Promise<LoadResult> {
  const hasBaseUrl = (given?.baseUrl ?? context.settings.baseUrl) !== undefined
  const { pairs, problems: found } = readEntries(entries)
  const { read, applied, wholes } = await parseBesideScripts('loadAll', pairs, hasBaseUrl, (problems) => {
    problems.push(...found)
    const read = loadOptions(given, '', problems)
    const sound = pairs.filter((pair): pair is Pair & { profile: Profile } => pair.profile !== undefined)
    const applied = applyProfiles(sound.map(({ profile }) => profile))
    checkBudget(read.budget, given?.budget, applied, problems)
    checkWarmUps(
      read.warmUp,
      applied,
      problems,
      sound.map(({ name }) => name),
    )
    const wholes = sound.map(({ profile }) => profile)
    checkEvents(read.events, wholes, problems)
    return { read, applied, wholes }
  })
  const options = scaleOptions(read, applied.scale)
  const target = await createTarget('loadAll', options, context.settings)
  const scripts = await compileScripts('loadAll', pairs, target.defaults)
  const named = scripts.map((script, index) => ({ script, ...(applied.profiles[index] as (typeof applied.profiles)[number]) }))
  const together: Together = Object.freeze({
    kind: 'together',
    profiles: Object.freeze(Object.fromEntries(named.map(({ script, profile }) => [script.name, profile]))),
  })
  const parts = named.map(({ script, profile }, index) => scenarioPart(script, profile, options, pairs[index]?.input))
  const events = placeEvents(
    read.events,
    wholes,
    named.map(({ profile }) => profile),
  )
  const work = { profile: together, parts: parts as [Part, ...Part[]], options, events }
  const { threads, warnings } = planThreads('loadAll', work, context.settings)
  const result = await measure(
    {
      ...work,
      name: options.name ?? context.name,
      model: modelOf(named.map(({ profile }) => profile)),
      scale: applied.scale,
      target,
      threads,
      warnings: [...named.flatMap(({ script, profile, notes }) => warningsOfProfile(profile, notes, script.name)), ...warnings],
    },
    context,
  )
  await coolDown(context)
  return result
}

interface Pair {
  readonly name: string
  readonly input: unknown
  /** `undefined`: something is wrong with it. */
  readonly profile: Profile | undefined
}

/** The pairs that are some, and what is wrong with the record. */
function readEntries(entries: unknown): { readonly pairs: readonly Pair[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const pairs: Pair[] = []
  const isRecord = typeof entries === 'object' && entries !== null && !Array.isArray(entries)
  const named = Object.entries(isRecord ? entries : {})
  if (named.length === 0) {
    expected(
      "a record of scenarios with their profiles, such as { browse: ['GET /', constantVus(10, '10s')] }",
      entries,
      '',
      problems,
    )
  }
  for (const [name, pair] of named) {
    loadName(name, 'name', problems)
    if (!Array.isArray(pair) || pair.length !== 2) {
      expected("a scenario and a profile, such as ['GET /', constantVus(10, '10s')]", pair, name, problems)
      continue
    }
    const [input, profile] = pair as unknown[]
    const known = problems.length
    const whole = readProfile(profile, `${name}[1]`, problems)
    pairs.push({ name, input, profile: problems.length === known ? whole : undefined })
  }
  return { pairs, problems }
}
