import type { PlannedEvent } from '../engine/events.ts'
import type { Script } from '../engine/script.ts'
import type { Interval } from '../metrics/interval.ts'
import type { Warning } from '../metrics/outcome.ts'
import type { AppliedProfile, Burst, LoadModel, Profile } from '../profile/profile.ts'
import type { RunSpan, StageSpan } from '../profile/timeline.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { Loop, Session } from './loop.ts'
import type { LoadSettings } from './run-context.ts'
import type { Target } from './target.ts'

/** What is done by one scenario of a run, and for how long. */
export interface Part {
  readonly script: Script
  readonly profile: Profile | Burst
  readonly stages: readonly StageSpan[]
  /** Milliseconds; `undefined` where iterations are counted. */
  readonly planned: number | undefined
  /** Milliseconds from moment 0 after which all must be over, grace included. */
  readonly latestEnd: number
  /** The URL of the module that the script came from, if it came from one. */
  readonly module?: string | undefined
  /** Where its requests go, if not where those of the run go. */
  readonly target?: Target | undefined
  /** What drives it. */
  readonly createLoop: (session: Session) => Loop
}

/** A run, decided down to the last detail. */
export interface Plan {
  readonly name: string
  readonly model: LoadModel
  readonly profile: AppliedProfile
  /** Side by side: they begin together, and the run is over with the last of them. */
  readonly parts: readonly [Part, ...Part[]]
  readonly scale: number
  readonly options: ReadLoadOptions
  readonly target: Target
  readonly warnings: readonly Warning[]
  /** What is done meanwhile; its moments lie between two intervals. @default none */
  readonly events?: readonly PlannedEvent[]
  /** `undefined`: all is done in this thread. */
  readonly threads?: ThreadPlan | undefined
  /** Looks on, and may end it. */
  readonly watch?: RunWatch
}

/** Sees each second of a run when it is over. */
export interface RunWatch {
  /** What comes late is in another interval of the same time. */
  add(interval: Interval): void
  /** Why the run should not go on, at a moment; `undefined`: it may. */
  reason(now: number): string | undefined
}

/** The threads of a run. */
export interface ThreadPlan {
  /** At least 2. */
  readonly count: number
  /** What the user called. */
  readonly caller: string
  readonly settings: LoadSettings
}

/** The stages of all parts: with the names of their scenarios, where they are side by side. */
export function spansOf({ parts, profile }: Pick<Plan, 'parts' | 'profile'>): RunSpan[] {
  const isNamed = profile.kind === 'together'
  return parts.flatMap(({ script, stages }) => stages.map((stage) => (isNamed ? { ...stage, scenario: script.name } : stage)))
}

/** Where no interval may lie on both sides: where stages meet, and where events happen. */
export function cutsOf(work: Pick<Plan, 'parts' | 'profile' | 'events'>): number[] {
  const { events = [] } = work
  return [...spansOf(work).flatMap(({ start, end }) => [start, end]), ...events.map(({ at }) => at)]
}

/** Milliseconds that a run is planned to be measured; `undefined` where one of its parts counts iterations. */
export function plannedTime({ parts }: Pick<Plan, 'parts'>): number | undefined {
  const ends = parts.map(({ planned }) => planned)
  return ends.every((end) => end !== undefined) ? Math.max(...ends) : undefined
}
