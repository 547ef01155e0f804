import type { Ruling } from '../verdict/verdict.ts'

/** As Vitest's snapshots: `new` writes what is missing, `all` (`-u`) renews what doesn't match, `none` (CI) writes nothing. */
export type BaselineMode = 'new' | 'all' | 'none'

/** What is known where a baseline is missing. */
export interface MissingBaseline {
  readonly mode: BaselineMode
  /** Environments that have one. */
  readonly others: readonly string[]
  readonly environment: string
  /** As a user finds it. */
  readonly path: string
  readonly strict: boolean
}

/** What follows: one is kept, or nothing is compared. */
export type MissingAnswer =
  | { readonly kind: 'keep'; readonly because: string }
  | { readonly kind: 'told'; readonly state: Ruling['state']; readonly what: string; readonly warning?: string }

/** A missing baseline is written, but not in CI: there none at all fails, and none of this environment passes with a warning. */
export function judgeMissing({ mode, others, environment, path, strict }: MissingBaseline): MissingAnswer {
  if (mode !== 'none') return { kind: 'keep', because: `there was no baseline${others.length === 0 ? '' : ` of ${environment}`}` }
  if (others.length === 0) {
    const what = `there is no baseline, and in CI none is written; run the test elsewhere, or with -u, and commit ${path}`
    return { kind: 'told', state: 'fail', what }
  }
  const missing = `there is no baseline of ${environment} (only of ${others.join(', ')}), so nothing was compared; run the test with -u there, and commit ${path}`
  if (strict) return { kind: 'told', state: 'fail', what: missing }
  return { kind: 'told', state: 'pass', what: 'nothing was compared with a baseline', warning: missing }
}
