import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Linux's `/proc`. All throw a system error where there is no such file, or no permission. */
export interface ProcFiles {
  text(path: string): string
  list(path: string): readonly string[]
  link(path: string): string
}

/** At once: the sampler has a thread of its own, and a file of `/proc` is read sooner than handed to another one. */
export function readProc(root = '/proc'): ProcFiles {
  return {
    text: (path) => readFileSync(`${root}/${path}`, 'latin1'),
    list: (path) => readdirSync(`${root}/${path}`),
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
