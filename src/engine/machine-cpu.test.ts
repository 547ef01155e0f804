import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findThrottlingFile, parseCpuLine, readMachineCpu } from './machine-cpu.ts'

describe('the CPU time of a machine', () => {
  it('is read from the first line, with what a hypervisor took', () => {
    const line = 'cpu  100 10 50 800 20 5 15 40 7 3\ncpu0 1 2 3 4 5 6 7 8 0 0\n'
    expect(parseCpuLine(line)).toEqual({ total: 10_400, busy: 1800, steal: 400 })
  })

  it.each(['', 'cpu 1 2 3', 'garbage'])('is unknown of %j', (text) => {
    expect(parseCpuLine(text)).toBeUndefined()
  })

  it('goes on', async () => {
    const before = await readMachineCpu(undefined)
    const end = performance.now() + 60
    while (performance.now() < end);
    const after = await readMachineCpu(undefined)
    expect(after.total).toBeGreaterThan(before.total)
    expect(after.busy).toBeGreaterThan(before.busy)
    expect(after.throttled).toBe(0)
  })
})

describe('the time in which a control group was stopped', () => {
  let root = ''
  const put = async (files: Readonly<Record<string, string>>): Promise<void> => {
    root = await mkdtemp(join(tmpdir(), 'cgroup-'))
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(root, dirname(file)), { recursive: true })
      await writeFile(join(root, file), text)
    }
  }
  afterEach(() => rm(root, { recursive: true, force: true }))

  it.each([
    [
      'version 2',
      { 'proc/self/cgroup': '0::/ci/job\n', 'sys/fs/cgroup/ci/job/cpu.stat': 'usage_usec 5\nthrottled_usec 2500\n' },
      2.5,
    ],
    [
      'version 2 inside a container',
      { 'proc/self/cgroup': '0::/host/path\n', 'sys/fs/cgroup/cpu.stat': 'throttled_usec 7000\n' },
      7,
    ],
    [
      'version 1',
      { 'proc/self/cgroup': '4:cpu,cpuacct:/ci\n1:name=x:/\n', 'sys/fs/cgroup/cpu/ci/cpu.stat': 'throttled_time 3000000\n' },
      3,
    ],
  ])('is that of %s', async (_, files, throttled) => {
    await put(files)
    const file = await findThrottlingFile(root)
    expect(await readMachineCpu(file)).toMatchObject({ throttled })
  })

  it('is unknown where there are no limits', async () => {
    await put({ 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.stat': 'usage_usec 5\n' })
    expect(await findThrottlingFile(root)).toBeUndefined()
  })
})
