import { blameGenerator } from '../../verdict/fitness.ts'
import type { Rule } from '../rule.ts'

/** The generator, not the target, was the bottleneck. */
export const generatorBound: Rule = (result) => {
  const blame = blameGenerator(result)
  if (blame === undefined) return undefined
  // It says what happened and, after a colon, what to do.
  const split = blame.lastIndexOf(': ')
  const [happened, advice] = split === -1 ? [blame, 'use less load'] : [blame.slice(0, split), blame.slice(split + 2)]
  return {
    code: 'generator-bound',
    severity: 'problem',
    message: `Latency and throughput may be the generator's own, because ${happened}`,
    recommendation: `Before anything else ${advice}`,
  }
}
