import { parseOptions } from '../../core/options.ts'
import type { Measurement } from '../../metrics/result.ts'
import { type ObjectivesOptions, objectives } from '../../verdict/objectives.ts'
import { judgeObjectives } from '../../verdict/tiers.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toMeet(measurement: Measurement, tiers: ObjectivesOptions): Verdict {
  return judgeObjectives(measurement, parseOptions('toMeet', tiers, objectives))
}
