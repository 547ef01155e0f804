import type { Measurement } from '../../metrics/result.ts'
import type { NotedVerdict } from '../../verdict/noted.ts'
import type { Verdict } from '../../verdict/verdict.ts'

/** Judges a measurement, or another subject; the other arguments are as the user gave them. */
export type Judge<A extends readonly unknown[], S = Measurement> = (subject: S, ...args: A) => Verdict

/** Takes each verdict as it comes out, so that it can be reported. */
export type Note = (noted: NotedVerdict, subject: unknown) => void

/** What a matcher uses of Vitest's context. */
export interface MatcherContext {
  readonly isNot: boolean
  /** The test that asks; absent outside of tests. */
  readonly task?: unknown
  /** Vitest's, of the test's file. */
  readonly snapshotState?: SnapshotCounters
}

/** What is used of Vitest's `SnapshotState`: how snapshots are written, and the counts of its summary, by test. */
export interface SnapshotCounters {
  readonly snapshotUpdateState: 'all' | 'new' | 'none'
  readonly added: Counter
  readonly matched: Counter
  readonly unmatched: Counter
  readonly updated: Counter
}

interface Counter {
  increment(testId: string): void
}

/** What Vitest wants of a matcher; two texts make a diff of two lines. */
export interface MatcherOutcome {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: string
  readonly expected?: string
}

export type Matcher<A extends readonly unknown[]> = (this: MatcherContext, received: unknown, ...args: A) => MatcherOutcome

/** Turns a judge into a matcher: guards what was received, takes `.not` into account, notes the verdict. */
export function shapeMatcher<A extends readonly unknown[], S>(
  matcher: string,
  guard: (matcher: string, received: unknown) => S,
  judge: Judge<A, S>,
  note: Note,
): Matcher<A> {
  return function (received, ...args) {
    const subject = guard(matcher, received)
    const negated = Boolean(this.isNot)
    const verdict = judge(subject, ...args)
    const { state, message, warning, expected, received: actual } = negated ? verdict.negated : verdict
    const warned = warning === undefined ? {} : { warning }
    note({ matcher, negated, state, message, ...warned }, subject)
    return {
      // Vitest turns it round under `.not`, where what is inconclusive must fail as well.
      pass: (state === 'pass') !== negated,
      message: () => (warning === undefined ? message : `${message}\nWarning: ${warning}`),
      ...(expected === undefined || actual === undefined ? {} : { expected, actual }),
    }
  }
}
