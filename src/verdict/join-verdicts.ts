import type { Ruling, Verdict } from './verdict.ts'

/** All must pass; under `.not` one must miss its limit. */
export function joinVerdicts(verdicts: readonly Verdict[]): Verdict {
  const [only] = verdicts
  if (only !== undefined && verdicts.length === 1) return only
  const negated = verdicts.map((verdict) => verdict.negated)
  return {
    ...joinRulings(verdicts, ['fail', 'inconclusive', 'pass']),
    negated: {
      ...joinRulings(negated, ['pass', 'inconclusive', 'fail']),
      message: `Expected at least one of these:\n${lines(negated.map(({ message }) => message))}`,
    },
  }
}

/** `order`: the state that decides is the first of these that any of them has. */
function joinRulings(rulings: readonly Ruling[], order: readonly Ruling['state'][]): Ruling {
  const state = order.find((one) => rulings.some((ruling) => ruling.state === one)) ?? 'inconclusive'
  const warnings = rulings.flatMap(({ warning }) => warning ?? [])
  // Only what failed is worth a diff.
  const failed = rulings.filter((ruling) => ruling.state === 'fail')
  return {
    state,
    message: lines(rulings.map(({ message }) => message)),
    ...(warnings.length === 0 ? {} : { warning: warnings.join('; ') }),
    ...(state === 'fail'
      ? {
          expected: lines(failed.map(({ expected = '' }) => expected)),
          received: lines(failed.map(({ received = '' }) => received)),
        }
      : {}),
  }
}

function lines(texts: readonly string[]): string {
  return texts.join('\n')
}
