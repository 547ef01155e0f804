import { readdirSync, readFileSync } from 'node:fs'

/**
 * Whether a process group still has somebody in it. Zombies don't count: where nobody reaps them, as in a container without an init
 * process, they stay for ever.
 */
export function hasMembers(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  return process.platform !== 'linux' || readdirSync('/proc').some((entry) => isMember(entry, group))
}

function isMember(entry: string, group: number): boolean {
  if (!/^\d+$/.test(entry)) return false
  try {
    // `pid (name) state ppid pgrp …`; the name may hold anything, a parenthesis too.
    const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, , pgrp] = fields
    // While other threads of a dead process still end, its files are open, and its ports are in use.
    const isGone = state === 'X' || (state === 'Z' && Number(fields[NUMBER_OF_THREADS]) <= 1)
    return Number(pgrp) === group && !isGone
  } catch {
    // It ended between the two looks.
    return false
  }
}

/** Counted from the state. */
const NUMBER_OF_THREADS = 17
