import type { NotedVerdict } from '../verdict/noted.ts'

/** How a limit or a test came out, at a glance; `warning` is a pass that isn't good. */
export type Standing = 'pass' | 'warning' | 'fail' | 'inconclusive'

export function standingOfVerdict({ state, warning }: NotedVerdict): Standing {
  return state === 'pass' && warning !== undefined ? 'warning' : state
}

/** A test may fail by more than verdicts; one without verdicts passes with a warning if something failed. */
export function standingOfTest(state: 'passed' | 'failed', verdicts: readonly Standing[], hasFailures: boolean): Standing {
  if (state === 'failed') return verdicts.includes('inconclusive') && !verdicts.includes('fail') ? 'inconclusive' : 'fail'
  if (verdicts.includes('warning')) return 'warning'
  return verdicts.length === 0 && hasFailures ? 'warning' : 'pass'
}
