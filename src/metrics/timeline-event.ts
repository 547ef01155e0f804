/** Something that a run was told to do at a moment, and how that went. */
export type TimelineEvent = {
  readonly name: string
  /** When it began: milliseconds since the start of measuring. */
  readonly at: number
} & (
  | { readonly state: 'done' /** Milliseconds that it took. */; readonly duration: number }
  | { readonly state: 'failed'; readonly duration: number; readonly error: string }
  /** It had not ended when the run had. */
  | { readonly state: 'unsettled' }
)

/** When an event was over; of one that never was, when it began. */
export function endOfEvent(event: TimelineEvent): number {
  return event.state === 'unsettled' ? event.at : event.at + event.duration
}
