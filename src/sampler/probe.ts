import type { Reading } from '../metrics/resource-log.ts'
import type { ResourceSource } from '../metrics/resources.ts'

/** Reads figures of one source. */
export interface Probe {
  readonly source: ResourceSource
  /** Milliseconds between two readings, where they are rarer than the sampler's. */
  readonly every?: number
  /** Rejects where nothing can be read now: the message says why, and becomes a mark. */
  read(moment: Moment): Promise<ProbeReadings>
  /** What there is to say when all is over, in a sentence each. */
  remarks?(): readonly string[]
  close?(): Promise<void>
}

export interface Moment {
  /** Milliseconds on a monotonic scale. */
  readonly now: number
  /** Milliseconds below which a span tells nothing, and is left to the next reading. */
  readonly shortest: number
}

export interface ProbeReadings {
  readonly readings: readonly ProbeReading[]
  /** What happened, in a few words each. */
  readonly events?: readonly string[]
}

export interface ProbeReading extends Reading {
  /** A counter that the reading before did not have: it was 0 then. */
  readonly isNew?: boolean
}
