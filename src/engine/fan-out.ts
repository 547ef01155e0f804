import pLimit from 'p-limit'
import type { Random } from '../core/random.ts'
import type { RunTime } from './run-time.ts'
import type { VirtualUser } from './virtual-user.ts'

export interface FanOutOptions {
  readonly items: readonly unknown[]
  /** How many are under way at a time. */
  readonly concurrency: number
  /** Milliseconds since moment 0 after which no call is started, and those under way are cut. */
  readonly end: number
  readonly time: RunTime
  readonly signal: AbortSignal
  /** Aborts when the run has sent all that it may: no call is made any more, and those under way may finish. */
  readonly enough: AbortSignal
  readonly createUser: () => VirtualUser
  /** For each item its own source, whoever performs it. */
  readonly random: Random
  readonly onVus: (active: number) => void
}

/** Performs the script once for each item, as fast as the concurrency allows. Resolves when all are done, or cut by the signal. */
export async function runFanOut({
  items,
  concurrency,
  end,
  time,
  signal,
  enough,
  random,
  createUser,
  onVus,
}: FanOutOptions): Promise<void> {
  const limit = pLimit(concurrency)
  const users: VirtualUser[] = []
  const idle: VirtualUser[] = []
  const interrupt = (): void => {
    for (const user of users) user.interrupt()
  }
  const employ = (): VirtualUser => {
    const free = idle.pop()
    if (free !== undefined) return free
    const user = createUser()
    users.push(user)
    return user
  }
  const over = new AbortController()
  const stop = AbortSignal.any([signal, over.signal])
  stop.addEventListener('abort', interrupt, { once: true })
  const done = new AbortController()
  const watch = time.until(end, done.signal).then(() => {
    if (!done.signal.aborted) over.abort()
  })
  const calls = items.map((data, index) =>
    limit(async () => {
      if (stop.aborted || enough.aborted) return
      const user = employ()
      onVus(limit.activeCount)
      await user.iterate(time.now(), { data, random: random.fork(index) })
      idle.push(user)
      onVus(limit.activeCount - 1)
    }),
  )
  await Promise.all(calls)
  done.abort()
  await watch
  stop.removeEventListener('abort', interrupt)
  onVus(0)
  await Promise.all(users.map((user) => user.close()))
}
