/** What came of holding a limit against a measurement: how sure it is, and one sentence why. */
export interface Ruling {
  /** `inconclusive`: the measurement can neither prove nor disprove it; the test fails, under `.not` too. */
  readonly state: 'pass' | 'fail' | 'inconclusive'
  /** A whole sentence with what was measured and what was expected; of several metrics, a line each. */
  readonly message: string
  /** A pass that isn't good, or stands on little: the sentence that says so. */
  readonly warning?: string
  /** The limit and the figure as text, for a diff; absent where there is nothing to compare. */
  readonly expected?: string
  readonly received?: string
}

/** What a limit says of a measurement, and what it would say under `.not`. */
export interface Verdict extends Ruling {
  readonly negated: Ruling
}
