import type { DeclaredScript } from '../../engine/script.ts'
import type { Interval } from '../../metrics/interval.ts'
import type { AppliedProfile, Profile } from '../../profile/profile.ts'
import type { GeneratorReport, GeneratorState } from '../load-generator.ts'
import type { ReadLoadOptions } from '../load-options.ts'
import type { LoadSettings } from '../run-context.ts'
import type { SentError } from './sent-error.ts'

/** What a thread of a run is to do: its part of the load. All of it can be sent. */
export interface ThreadTask {
  /** What the user called. */
  readonly caller: string
  /** From 0. */
  readonly index: number
  readonly of: number
  readonly settings: LoadSettings
  /** Its own share of what is limited. */
  readonly options: ThreadOptions
  /** Of the whole run. */
  readonly profile: AppliedProfile
  /** Where intervals are cut besides their stages: at events. */
  readonly cuts: readonly number[]
  readonly parts: readonly ThreadPart[]
}

export type ThreadOptions = Omit<ReadLoadOptions, 'signal' | 'abortWhen' | 'threads' | 'events'>

/** One scenario's part. */
export interface ThreadPart {
  readonly source: ScriptSource
  /** The thread's own part of it. */
  readonly profile: Profile
}

/** A scenario as it is sent: functions can't be, so they are loaded again. */
export type ScriptSource =
  | { readonly kind: 'declared'; readonly script: DeclaredScript }
  | { readonly kind: 'module'; readonly href: string; readonly name: string }

/** What a thread is told. `zero` is moment 0 on the scale of `monotonicNow()`. */
export type ThreadOrder = { readonly kind: 'begin'; readonly zero: number } | { readonly kind: 'abort'; readonly reason: string }

/** What was sealed since the last time. */
export interface Batch {
  readonly intervals: readonly Interval[]
  /** What ended in intervals that were sent before. */
  readonly late: readonly Interval[]
}

/** What a thread tells. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'second'; readonly batch: Batch; readonly passed: number; readonly state: GeneratorState }
  | { readonly kind: 'failed'; readonly error: SentError }
  | { readonly kind: 'aborted'; readonly reason: string }
  /** `report` is `undefined` where it failed. */
  | { readonly kind: 'ended'; readonly batch: Batch; readonly report: GeneratorReport | undefined }
