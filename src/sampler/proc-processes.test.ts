import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fakeProc, fakeProcess } from './proc.fixture.ts'
import { findListenersInProc } from './proc-listeners.ts'
import { listTreeFromProc } from './proc-processes.ts'
import { createProcessReader } from './process-reader.ts'

describe('a tree of processes', () => {
  it('has all that its root started, at whatever depth, and nobody else', () => {
    const proc = fakeProc({
      ...fakeProcess(9, { parent: 20 }),
      ...fakeProcess(10),
      ...fakeProcess(20, { parent: 10 }),
      ...fakeProcess(30),
      'self/stat': '10',
      uptime: '1',
    })
    expect(listTreeFromProc(proc, [10]).map(({ pid }) => pid)).toEqual([10, 20, 9])
  })

  it('has the figures of each, whatever it is called', () => {
    const proc = fakeProc(
      fakeProcess(10, { name: 'my (odd) name) R 1', ticks: 250, started: 77, memory: 2048, files: ['a', 'b', 'c'] }),
    )
    expect(listTreeFromProc(proc, [10])).toEqual([
      { pid: 10, parent: 1, started: '77', cpuTime: 2500, memory: 2 * 1024 ** 2, threads: 7, files: 3 },
    ])
  })

  it('has nobody who ended, reaped or not', () => {
    const proc = fakeProc({ ...fakeProcess(10), ...fakeProcess(11, { parent: 10, state: 'Z' }) })
    expect(listTreeFromProc(proc, [10, 99]).map(({ pid }) => pid)).toEqual([10])
  })

  it('leaves out the files that are not for this user to see', () => {
    expect(listTreeFromProc(fakeProc(fakeProcess(10)), [10])[0]).toMatchObject({ files: undefined, memory: 1024 ** 2 })
  })
})

describe('who listens on a port', () => {
  const line = (address: string, state: string, inode: number): string =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000 100 0 0 10 0\n`
  const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
  const listeners = (table: string, tcp6 = ''): readonly number[] =>
    findListenersInProc(
      fakeProc({
        'net/tcp': header + table,
        'net/tcp6': header + tcp6,
        ...fakeProcess(10, { files: ['/dev/null', 'socket:[77]'] }),
      }),
      3000,
    )

  it.each([
    ['the loopback address', '0100007F:0BB8', [10]],
    ['another one', '0200007F:0BB8', [10]],
    ['all addresses', '00000000:0BB8', [10]],
    ['another port', '0100007F:0BB9', []],
    ['an address of the network', '0101A8C0:0BB8', []],
  ])('is found at %s', (_, address, found) => {
    expect(listeners(line(address, '0A', 77))).toEqual(found)
  })

  it.each([
    ['the loopback address', '00000000000000000000000001000000:0BB8', [10]],
    ['all addresses', '00000000000000000000000000000000:0BB8', [10]],
    ['a mapped address', '0000000000000000FFFF00000100007F:0BB8', [10]],
    ['an address of the network', '000080FE00000000FF00420A0000FE01:0BB8', []],
  ])('is found at %s of IPv6', (_, address, found) => {
    expect(listeners('', line(address, '0A', 77))).toEqual(found)
  })

  it('is nobody who is only connected, or whose files can’t be seen', () => {
    expect(listeners(line('0100007F:0BB8', '01', 77))).toEqual([])
    expect(listeners(line('0100007F:0BB8', '0A', 78))).toEqual([])
    expect(findListenersInProc(fakeProc({}), 3000)).toEqual([])
  })
})

if (process.platform !== 'linux') console.log('Not tested here: /proc, which only Linux has')

describe.runIf(process.platform === 'linux')('the processes of this machine', () => {
  it('are found by their port, and have figures', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const child = spawn('sleep', ['60'])
    try {
      await once(child, 'spawn')
      const reader = createProcessReader()
      const found = await reader.listeners((server.address() as AddressInfo).port)
      expect(found).toEqual([process.pid])
      const tree = await reader.tree(found)
      expect(tree.map(({ pid }) => pid)).toEqual(expect.arrayContaining([process.pid, child.pid]))
      const [own] = tree
      expect(own?.memory).toBeGreaterThan(10 * 1024 ** 2)
      expect(own?.threads).toBeGreaterThan(3)
      expect(own?.files).toBeGreaterThan(3)
      const { user, system } = process.cpuUsage()
      expect(own?.cpuTime).toBeGreaterThan(0.5 * ((user + system) / 1000) - 50)
      expect(own?.cpuTime).toBeLessThan((user + system) / 1000 + 50)
    } finally {
      child.kill('SIGKILL')
      server.close()
    }
  })
})
