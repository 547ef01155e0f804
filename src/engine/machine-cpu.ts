import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'

/** CPU time of the whole machine since it started, in milliseconds over all cores, and how long this process's group was stopped. */
export interface MachineCpu {
  readonly total: number
  readonly busy: number
  /** Given to other machines by a hypervisor. */
  readonly steal: number
  /** The time in which the control group was stopped, because its share of the CPU was used up. */
  readonly throttled: number
}

/** Reads it; what a system doesn't tell is 0. Never rejects, and never holds the event loop up for long. */
export async function readMachineCpu(group: string | undefined): Promise<MachineCpu> {
  const [times, throttled] = await Promise.all([readTimes(), group === undefined ? 0 : readThrottled(group)])
  return { ...times, throttled }
}

/** The file in which Linux counts how often and how long this process's control group was stopped; `undefined` where there is none. */
export async function findThrottlingFile(root = ''): Promise<string | undefined> {
  const own = await readText(`${root}/proc/self/cgroup`)
  const unified = /^0::(.*)$/m.exec(own)?.[1] ?? '/'
  const legacy = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(.*)$/m.exec(own)?.[1] ?? '/'
  // Inside a container the path is that of the host, and the group itself is at the root.
  const candidates = [
    `${root}/sys/fs/cgroup${unified}/cpu.stat`,
    `${root}/sys/fs/cgroup/cpu.stat`,
    `${root}/sys/fs/cgroup/cpu${legacy}/cpu.stat`,
    `${root}/sys/fs/cgroup/cpu/cpu.stat`,
  ]
  for (const file of candidates) if (throttledIn(await readText(file)) !== undefined) return file
  return undefined
}

/** The first line of Linux's `/proc/stat`: user, nice, system, idle, iowait, irq, softirq and steal, in hundredths of a second. */
export function parseCpuLine(stat: string): Omit<MachineCpu, 'throttled'> | undefined {
  const fields = /^cpu +(\d+(?: \d+){7})/.exec(stat)?.[1]?.split(' ').map(Number)
  if (fields === undefined) return undefined
  const total = fields.reduce((sum, field) => sum + field, 0)
  const [, , , idle = 0, ioWait = 0, , , steal = 0] = fields
  return { total: total * TICK, busy: (total - idle - ioWait - steal) * TICK, steal: steal * TICK }
}

const TICK = 10

async function readTimes(): Promise<Omit<MachineCpu, 'throttled'>> {
  const known = process.platform === 'linux' ? parseCpuLine(await readText('/proc/stat')) : undefined
  return known ?? timesOfSystem()
}

function timesOfSystem(): Omit<MachineCpu, 'throttled'> {
  let total = 0
  let idle = 0
  for (const { times } of cpus()) {
    total += times.user + times.nice + times.sys + times.idle + times.irq
    idle += times.idle
  }
  return { total, busy: total - idle, steal: 0 }
}

async function readThrottled(file: string): Promise<number> {
  return throttledIn(await readText(file)) ?? 0
}

/** Milliseconds: version 2 counts microseconds, version 1 nanoseconds. */
function throttledIn(text: string): number | undefined {
  const [, name, digits] = /^(throttled_usec|throttled_time) (\d+)$/m.exec(text) ?? []
  if (digits === undefined) return undefined
  return Number(digits) / (name === 'throttled_usec' ? 1000 : 1_000_000)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1')
  } catch {
    return ''
  }
}
