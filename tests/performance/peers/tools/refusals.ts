import type { Job } from '../peer.ts'

/** For a generator that only holds a number of connections busy. */
export function onlyClosed(why: string): (job: Job) => string | undefined {
  return ({ work }) => (work.kind === 'closed' ? undefined : why)
}

/** For a generator that cannot let its users rest. */
export function noThinkTime({ work }: Job): string | undefined {
  return work.kind === 'users' ? 'has no think time' : undefined
}
