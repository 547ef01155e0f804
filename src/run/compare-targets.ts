import type { LoadResult } from '../metrics/result.ts'
import type { TargetComparison } from '../metrics/target-comparison.ts'
import { freezeProfile } from '../profile/freeze-profile.ts'
import { overrideProfile, overridesFromEnvironment } from '../profile/overrides.ts'
import type { ConstantRate, ConstantVus, Profile, Together } from '../profile/profile.ts'
import { scaleFromEnvironment } from '../profile/scale.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { checkBudget, modelOf } from './apply-profile.ts'
import {
  type ComparedTargets,
  type CompareOptions,
  readCompareOptions,
  readLevelProfile,
  readTargets,
} from './compare-options.ts'
import { compileScript } from './compile-script.ts'
import { parseBesideScripts } from './compile-scripts.ts'
import { coolDown } from './cool-down.ts'
import { scaleOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { Part } from './plan.ts'
import type { RunContext } from './run-context.ts'
import { spliceTurns } from './splice-turns.ts'
import { DROPPED, partInTurns, turnsOf } from './take-turns.ts'
import { createTarget } from './target.ts'
import { warningsOfProfile } from './warnings.ts'

const CALLER = 'compareTargets'
const SIDES = ['base', 'candidate'] as const

/** Puts two servers under the same load in turn: what `compareTargets()` does, in a context that is given. */
export async function runComparison<State>(
  targets: ComparedTargets,
  scenario: ScenarioInput<State>,
  profile: Profile,
  given: CompareOptions | undefined,
  context: RunContext,
): Promise<TargetComparison> {
  const scale = scaleFromEnvironment(process.env)
  const inputs = [{ name: undefined, input: scenario }]
  const read = await parseBesideScripts(CALLER, inputs, true, (problems) => {
    const urls = readTargets(targets, 'targets', problems)
    const known = problems.length
    const level = readLevelProfile(profile, '', problems)
    const compared = readCompareOptions(given, problems)
    const isSound = problems.length === known
    const { vus, rate } = overridesFromEnvironment(process.env)
    const applied = isSound ? overrideProfile(level, { vus, rate }) : { profile: level, notes: [] }
    checkBudget(compared.options.budget, given?.budget, { scale, profiles: isSound ? [applied] : [] }, problems)
    return { urls, applied, compared }
  })
  const { blocks } = read.compared
  const block = Math.max(2, Math.round((read.compared.block * scale) / 1000)) * 1000
  const options = scaleOptions(read.compared.options, scale)
  const turns = turnsOf(blocks, block)
  const own = freezeProfile<Profile>({
    ...(read.applied.profile as ConstantVus | ConstantRate),
    duration: (blocks / 2) * (block - DROPPED),
  }) as ConstantVus | ConstantRate
  const gracefulStop = own.gracefulStop ?? Math.max(options.timeout, 30_000)
  const sides = await Promise.all(
    SIDES.map(async (side) => {
      const target = await createTarget(CALLER, { ...options, baseUrl: read.urls[side] }, context.settings)
      return { side, target, script: await compileScript(CALLER, scenario, target.defaults) }
    }),
  )
  const parts = sides.map(({ side, target, script }) =>
    partInTurns({
      ...{ script: { ...script, name: side }, target, profile: own, turns: turns[side], end: blocks * block, gracefulStop },
      seed: options.seed,
    }),
  )
  const name = options.name ?? context.name
  const profiles: Together = Object.freeze({ kind: 'together', profiles: Object.freeze({ base: own, candidate: own }) })
  const aborted: LoadResult[] = []
  const { settings, signal, progress, drain } = context
  const both = await measure(
    {
      ...{ name, profile: profiles, options, scale, model: modelOf([own]) },
      parts: parts as [Part, ...Part[]],
      target: (sides[0] as (typeof sides)[number]).target,
      warnings: warningsOfProfile(own, read.applied.notes),
    },
    { name, settings, signal, progress, drain, report: (result) => void aborted.push(result), reportStudy() {} },
  ).catch((error) => {
    // What was measured until then can't be told apart in pairs.
    for (const result of aborted) context.report(result)
    throw error
  })
  const resultOf = (side: (typeof SIDES)[number]): LoadResult => {
    const { script } = sides.find((one) => one.side === side) as (typeof sides)[number]
    return spliceTurns(both, { name: `${name}, ${side}`, scenario: side, renamed: script.name, profile: own, turns: turns[side] })
  }
  const [base, candidate] = [resultOf('base'), resultOf('candidate')]
  context.report(base)
  context.report(candidate)
  await coolDown(context)
  return Object.freeze({ name, base, candidate, pairs: blocks / 2, block: block - DROPPED })
}
