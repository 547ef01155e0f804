/** What a limit says of a measurement: one sentence, and how sure it is. */
export interface Verdict {
  /** `inconclusive`: the measurement can neither prove nor disprove it; the test fails, under `.not` too. */
  readonly state: 'pass' | 'fail' | 'inconclusive'
  /** A whole sentence with what was measured and what was expected. */
  readonly message: string
  /** A pass that isn't good: the sentence that says so. */
  readonly warning?: string
  /** The limit and the figure as text, for a diff. */
  readonly expected?: string
  readonly received?: string
}
