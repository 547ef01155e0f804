import type { Random } from '../core/random.ts'
import type { OpenLoopOptions } from '../engine/open-loop.ts'
import type { VirtualUser } from '../engine/virtual-user.ts'

/** What a loop gets, to drive one part of the load, whatever its profile. */
export interface Session extends Pick<OpenLoopOptions, 'time' | 'pacer' | 'signal' | 'enough' | 'onVus' | 'onDrop' | 'onLack'> {
  /** Of this part. */
  readonly seed: number
  /** For what has no user. */
  readonly random: Random
  /** A user with the next number: one who comes back is somebody else. */
  readonly createUser: () => VirtualUser
}

/** What drives a load. */
export interface Loop {
  /** Gets ready what must be there before the run's time begins. */
  prepare?(): Promise<void>
  run(): Promise<void>
}
