import { expected, OptionsError, type Problem } from '../core/options.ts'

/** A warm-up holds the opening level of a profile, so there must be one. `level` is an example of it, as one writes it. */
export function checkWarmUp(warmUp: number, opening: number, nothing: string, level: string): void {
  if (warmUp === 0 || opening > 0) return
  const problems: Problem[] = []
  const what = `left out where the first stage starts from ${nothing}, as it holds that level (give the stage a \`from\`, such as \`from: ${level}\`)`
  expected(what, warmUp, 'warmUp', problems)
  throw new OptionsError('load', problems)
}
