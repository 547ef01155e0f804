import type { Permit } from './closed-loop.ts'
import type { RunTime } from './run-time.ts'

/** A piece of time that belongs to one of several who take turns, in milliseconds since moment 0. */
export interface Turn {
  readonly start: number
  /** Excluded. */
  readonly end: number
}

/** Somebody who iterates in its turns, and waits between them with its session and connections open. */
export interface TurnTaker {
  open(): Promise<void> | undefined
  iterateWhile(mayIterate: Permit): Promise<void>
  close(): Promise<void>
  readonly hasLeft: boolean
  leave(): void
  interrupt(): void
}

export interface TurnsOptions {
  readonly turns: readonly Turn[]
  readonly vus: number
  /** Milliseconds that iterations may take after the last turn. */
  readonly gracefulStop: number
  readonly time: RunTime
  /** Interrupts all users at once. */
  readonly signal: AbortSignal
  /** Aborts when the run has sent all that it may. */
  readonly enough: AbortSignal
  readonly createUser: () => TurnTaker
  readonly onVus: (active: number) => void
}

/** A closed model in turns: so many users, each iterating one after another while it is their turn. Resolves when the last one is gone. */
export async function runInTurns(options: TurnsOptions): Promise<void> {
  const { turns, vus, gracefulStop, time, signal, enough, createUser, onVus } = options
  const over = AbortSignal.any([signal, enough])
  const users = Array.from({ length: vus }, createUser)
  const interrupt = (): void => {
    for (const user of users) user.interrupt()
  }
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt, { once: true })
  onVus(users.length)
  const gone = new AbortController()
  const all = Promise.all(users.map((user) => takeTurns(user, turns, time, over))).finally(() => gone.abort())
  await time.until(turns.at(-1)?.end ?? 0, AbortSignal.any([over, gone.signal]))
  for (const user of users) user.leave()
  await time.clock.sleep(gracefulStop, AbortSignal.any([gone.signal, signal]))
  if (!gone.signal.aborted) interrupt()
  await all
  signal.removeEventListener('abort', interrupt)
  onVus(0)
}

async function takeTurns(user: TurnTaker, turns: readonly Turn[], time: RunTime, over: AbortSignal): Promise<void> {
  await user.open()
  for (const { start, end } of turns) {
    await time.until(start, over)
    if (over.aborted || user.hasLeft) break
    await user.iterateWhile((now) => now < end && !over.aborted)
  }
  await user.close()
}
