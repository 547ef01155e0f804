import type { ClosedProfile } from '../profile/profile.ts'
import { latestStop } from '../profile/timeline.ts'
import { type UserChange, userChanges } from '../profile/user-schedule.ts'
import { Alarm, type Sleeper } from './alarms.ts'
import type { RunTime } from './run-time.ts'

/** Says whether a user may start another iteration; asked right before each. */
export type Permit = (now: number) => boolean

/** Somebody who iterates for as long as it may. The loop does not know what an iteration is. */
export interface User {
  /** Settles when the user is gone; never rejects. */
  run(mayIterate: Permit): Promise<void>
  /** Told to leave: ends its think time, finishes its iteration, and goes. */
  leave(): void
  /** Cut off, whatever it does. */
  interrupt(): void
}

export interface ClosedLoopOptions {
  readonly profile: ClosedProfile
  /** Milliseconds before moment 0. */
  readonly warmUp: number
  /** Milliseconds that a user who was told to leave may still take. */
  readonly gracefulStop: number
  readonly time: RunTime
  /** Interrupts all users at once. */
  readonly signal: AbortSignal
  /** Aborts when the run has sent all that it may: no iteration starts any more, and those under way may finish. */
  readonly enough: AbortSignal
  readonly createUser: () => User
  readonly onVus: (active: number) => void
}

/** Applies a closed-model profile: users join, iterate one after another, and leave. Resolves when the last one is gone. */
export async function runClosedLoop(options: ClosedLoopOptions): Promise<void> {
  const loop = new ClosedLoop(options)
  const interrupt = (): void => loop.interrupt()
  const stop = (): void => loop.stop()
  if (options.enough.aborted) stop()
  options.signal.addEventListener('abort', interrupt, { once: true })
  options.enough.addEventListener('abort', stop, { once: true })
  try {
    await loop.run()
  } finally {
    options.signal.removeEventListener('abort', interrupt)
    options.enough.removeEventListener('abort', stop)
  }
}

/** A user in its slot; once it was told to leave it is cut when the grace is over. */
class Member implements Sleeper {
  readonly user: User
  readonly slot: number
  /** Set when it was told to leave. */
  grace: Alarm | undefined

  constructor(user: User, slot: number) {
    this.user = user
    this.slot = slot
  }

  wake(): void {
    this.user.interrupt()
  }
}

class ClosedLoop {
  readonly #options: ClosedLoopOptions
  readonly #over: AbortSignal
  /** From this moment on no iteration starts. */
  #stop: number
  readonly #members = new Set<Member>()
  /** Who is in a slot now; one who was told to leave has left its slot already. */
  readonly #slots = new Map<number, Member>()
  /** Wakes whoever waits for the next change, when there is nobody left to change. */
  readonly #deserted = new AbortController()
  /** Ends the run of a user who broke, which none should. */
  readonly #broken = new AbortController()
  readonly #lastGone = Promise.withResolvers<void>()
  /** Of users who don't count their own iterations. */
  readonly #anyPermit = this.#permitOf(Number.POSITIVE_INFINITY)
  /** Whether nobody joins any more. */
  #isEnding = false
  #sharedIterations: number

  constructor(options: ClosedLoopOptions) {
    const { profile, signal, enough } = options
    this.#options = options
    this.#over = AbortSignal.any([signal, enough, this.#broken.signal])
    this.#stop = latestStop(profile)
    this.#sharedIterations = profile.kind === 'shared-iterations' ? profile.iterations : Number.POSITIVE_INFINITY
    // Waited for at the end alone.
    this.#lastGone.promise.catch(() => {})
  }

  async run(): Promise<void> {
    const { profile, warmUp, time } = this.#options
    for (const change of userChanges(profile, warmUp)) {
      if (change.at > time.now()) await time.until(change.at, this.#over)
      if (this.#over.aborted) break
      this.#apply(change)
    }
    await this.#lastUser()
    for (const slot of [...this.#slots.keys()]) this.#leave(slot)
    this.#isEnding = true
    if (this.#members.size > 0) await this.#lastGone.promise
  }

  /** Ends the profile now. */
  stop(): void {
    this.#stop = Number.NEGATIVE_INFINITY
  }

  interrupt(): void {
    for (const { user } of this.#members) user.interrupt()
  }

  /** Until the profile's time is over, the run is, or all users have done their iterations. */
  async #lastUser(): Promise<void> {
    const { profile, time } = this.#options
    const counts = profile.kind === 'shared-iterations' || profile.kind === 'per-vu-iterations'
    if (counts && this.#members.size === 0) return
    await time.until(this.#stop, counts ? AbortSignal.any([this.#over, this.#deserted.signal]) : this.#over)
  }

  #apply({ change, user: slot }: UserChange): void {
    if (change === 'leave') this.#leave(slot)
    else this.#join(slot)
  }

  #join(slot: number): void {
    const user = this.#options.createUser()
    const member = new Member(user, slot)
    this.#members.add(member)
    this.#slots.set(slot, member)
    user.run(this.#permit()).then(
      () => this.#forget(member),
      (error) => {
        this.#lastGone.reject(error)
        this.#broken.abort()
      },
    )
    this.#options.onVus(this.#members.size)
  }

  #leave(slot: number): void {
    const member = this.#slots.get(slot)
    if (member === undefined) return
    this.#slots.delete(slot)
    const { gracefulStop, time } = this.#options
    member.grace = new Alarm(member)
    time.alarms.set(member.grace, gracefulStop)
    member.user.leave()
  }

  #forget(member: Member): void {
    const { time, onVus } = this.#options
    this.#members.delete(member)
    if (this.#slots.get(member.slot) === member) this.#slots.delete(member.slot)
    if (member.grace !== undefined) time.alarms.cancel(member.grace)
    onVus(this.#members.size)
    if (this.#members.size > 0) return
    this.#deserted.abort()
    if (this.#isEnding) this.#lastGone.resolve()
  }

  /** Iterations of the warm-up are not among those that are counted. */
  #permit(): Permit {
    const { profile } = this.#options
    return profile.kind === 'per-vu-iterations' ? this.#permitOf(profile.iterations) : this.#anyPermit
  }

  #permitOf(iterations: number): Permit {
    let own = iterations
    return (now) => {
      if (now >= this.#stop) return false
      if (now < 0) return true
      if (own === 0 || this.#sharedIterations === 0) return false
      own -= 1
      this.#sharedIterations -= 1
      return true
    }
  }
}
