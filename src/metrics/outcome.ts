/** How a run ended; `at` in milliseconds since the start of measuring. */
export type Outcome =
  | { readonly state: 'completed' }
  | { readonly state: 'aborted'; readonly reason: string; readonly at: number }

/** Something a reader of the result must know, and what to do about it. */
export interface Warning {
  /** Stable, such as `profile-overridden`. */
  readonly code: string
  readonly message: string
}
