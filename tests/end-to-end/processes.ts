import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface Process {
  readonly pid: number
  readonly command: string
}

/** What runs with this folder as its working directory, zombies left out. Needs `/proc`. */
export function processesIn(folder: string): Process[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        // Neither a zombie nor another user's process tells its folder.
        if (readlinkSync(`/proc/${entry}/cwd`) !== folder) return []
        return { pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').join(' ').trim() }
      } catch {
        return []
      }
    })
}
