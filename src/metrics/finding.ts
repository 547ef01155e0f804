/** Something that the figures of a result say, in plain words, and what to do about it. JSON-safe. */
export interface Finding {
  /** Stable, such as `latency-rose`. */
  readonly code: string
  readonly severity: 'info' | 'warning' | 'problem'
  /** What was seen: a whole sentence without its full stop. */
  readonly message: string
  /** One thing to do. */
  readonly recommendation: string
  /** The moment that it is about, in milliseconds since the start of measuring. */
  readonly at?: number
  readonly endpoint?: string
  /** Such as `p95` or the name of a resource. */
  readonly metric?: string
}
