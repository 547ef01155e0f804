import { formatCount, formatShare } from '../../core/format.ts'
import { blameGenerator } from '../../verdict/fitness.ts'
import type { Rule } from '../rule.ts'

/** What was due was not started, because all users were still waiting for the target. */
export const droppedIterations: Rule = (result) => {
  const { offered, achieved } = result.health.starts
  const dropped = offered - achieved
  if (!(dropped > 0)) return undefined
  const isUnfit = blameGenerator(result) !== undefined
  return {
    code: 'iterations-dropped',
    severity: 'problem',
    message: `${formatCount(dropped)} of ${formatCount(offered)} iterations (${formatShare(dropped / offered)}) were dropped, because no user was free`,
    recommendation: isUnfit
      ? 'Give the generator more room first: it was too busy to tell whose fault it is'
      : 'Take it that the target cannot hold this rate; if it may queue for longer, raise `maxVus`',
  }
}
