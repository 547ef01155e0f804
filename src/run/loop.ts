import type { Random } from '../core/random.ts'
import type { Pacer } from '../engine/pacer.ts'
import type { RunTime } from '../engine/run-time.ts'
import type { VirtualUser } from '../engine/virtual-user.ts'

/** What a loop gets, to drive one part of the load. */
export interface Session {
  readonly time: RunTime
  /** One for all loops of the run. */
  readonly pacer: Pacer
  /** Interrupts everything. */
  readonly signal: AbortSignal
  /** Aborts when the run has sent all that it may. */
  readonly enough: AbortSignal
  /** Of this part. */
  readonly seed: number
  /** For what has no user. */
  readonly random: Random
  /** A user with the next number: one who comes back is somebody else. */
  readonly createUser: () => VirtualUser
  readonly onVus: (active: number) => void
  /** Nobody was free for an iteration of the open model. */
  readonly onDrop: (due: number) => void
  /** There was no data for one. */
  readonly onLack: () => void
}

/** What drives a load. */
export interface Loop {
  /** Gets ready what must be there before the run's time begins. */
  prepare?(): Promise<void>
  run(): Promise<void>
}
