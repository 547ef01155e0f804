import type { ProcFiles } from './proc-files.ts'

/** A `/proc` of these files; a link is a file that holds where it leads to. What isn't there can't be read. */
export function fakeProc(files: Readonly<Record<string, string>>): ProcFiles {
  const text = (path: string): string => {
    const found = files[path]
    if (found === undefined) throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES' })
    return found
  }
  const list = (path: string): readonly string[] => {
    const folder = path === '' ? '' : `${path}/`
    const inside = Object.keys(files).filter((file) => file.startsWith(folder))
    if (inside.length === 0) text(path)
    return [...new Set(inside.map((file) => file.slice(folder.length).split('/')[0] as string))]
  }
  return { text, link: text, list, openFiles: (pid) => list(`${pid}/fd`).length }
}

/** The files of a process. */
export function fakeProcess(
  pid: number,
  given: {
    parent?: number
    name?: string
    state?: string
    ticks?: number
    started?: number
    memory?: number
    files?: readonly string[]
  } = {},
): Record<string, string> {
  const { parent = 1, name = 'node', state = 'S', ticks = 0, started = 5, memory = 1024, files = [] } = given
  const before = Array.from({ length: 9 }, () => 0).join(' ')
  return {
    [`${pid}/stat`]: `${pid} (${name}) ${state} ${parent} ${before} ${ticks} 0 0 0 20 0 7 0 ${started} 0 0`,
    [`${pid}/status`]: `Name:\t${name}\nVmRSS:\t  ${memory} kB\nThreads:\t7\n`,
    ...Object.fromEntries(files.map((file, index) => [`${pid}/fd/${index}`, file])),
  }
}
