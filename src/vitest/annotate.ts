import type { RunnerTestCase } from 'vitest'
import type { NotedVerdict } from '../verdict/noted.ts'

/**
 * Marks the line of the running `expect` where GitHub shows a pull request: with the verdict where it is no clear one, and with what a
 * reader of the result must know. Elsewhere nobody would see it in its place. To be called synchronously by the matcher.
 */
export function annotateLine(test: RunnerTestCase, { state, message, warning }: NotedVerdict, warnings: readonly string[]): void {
  // Afterwards it can't be marked any more.
  if (process.env.GITHUB_ACTIONS !== 'true' || test.result?.state !== 'run') return
  const texts = [...warnings]
  if (state === 'inconclusive') texts.push(`inconclusive: ${message}`)
  else if (warning !== undefined) texts.push(`${message} – ${warning}`)
  // A mark that is lost is no reason to fail.
  for (const text of texts) test.context.annotate(text, 'warning').catch(() => {})
}
