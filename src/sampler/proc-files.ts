import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

/** Linux's `/proc`. All throw a system error where there is no such file, or no permission. */
export interface ProcFiles {
  text(path: string): string
  list(path: string): readonly string[]
  /** How many files a process holds open. */
  openFiles(pid: number): number
  link(path: string): string
}

/** At once: the sampler has a thread of its own, and a file of `/proc` is read sooner than handed to another one. */
export function readProc(root = '/proc'): ProcFiles {
  const list = (path: string): readonly string[] => readdirSync(`${root}/${path}`)
  return {
    text: (path) => readFileSync(`${root}/${path}`, 'latin1'),
    list,
    // From Linux 6.2 on their number is the size of their folder; before, that is 0. To list 10,000 takes hundreds of times as long.
    openFiles: (pid) => statSync(`${root}/${pid}/fd`).size || list(`${pid}/fd`).length,
    link: (path) => readlinkSync(`${root}/${path}`),
  }
}

/** What a file says; `undefined` where it can't be read. */
export function tryRead<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
