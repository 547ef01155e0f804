import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCapture } from './server-capture.ts'

const program = `
  function burnSomeTime() { const end = Date.now() + 20; while (Date.now() < end); }
  process.on('SIGTERM', () => process.exit(3))
  globalThis.kept = 'é'.repeat(100).split('').join('')
  const server = require('node:http').createServer((_, response) => response.end(String(setInterval(burnSomeTime, 30))))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`
let folder = ''
let server: ChildProcess
let url = ''
let port = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitest-load-capture-'))
  server = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
  const [said] = (await once(server.stderr as NodeJS.ReadableStream, 'data')) as [Buffer]
  url = /ws:\S+/.exec(String(said))?.[0] ?? ''
  port = Number(await once(server.stdout as NodeJS.ReadableStream, 'data'))
})
afterEach(() => {
  server.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

describe('a CPU profile', () => {
  it('has what the server computed between its start and its end, and leaves the server able to end', async () => {
    const capture = await startCapture([url], 'cpu-profile')
    // What it has computed often before, the compiler may have put into its callers.
    await fetch(`http://127.0.0.1:${port}`)
    await sleep(1000)
    await capture.keep(join(folder, 'a'))
    const { nodes, samples } = JSON.parse(readFileSync(join(folder, 'a'), 'utf8'))
    expect(nodes.map(({ callFrame }: { callFrame: { functionName: string } }) => callFrame.functionName)).toContain(
      'burnSomeTime',
    )
    expect(samples.length).toBeGreaterThan(20)
    await endsBySignal()
  })

  it('leaves nothing where it is dropped', async () => {
    const capture = await startCapture([url], 'cpu-profile')
    capture.drop()
    await endsBySignal()
  })

  it('is lost with its server, which is said', async () => {
    const capture = await startCapture([url], 'cpu-profile')
    server.kill('SIGKILL')
    await once(server, 'exit')
    await expect(capture.keep(join(folder, 'a'))).rejects.toThrow('its inspector closed')
    expect(existsSync(join(folder, 'a'))).toBe(false)
  })
})

describe('a heap snapshot', () => {
  it('is taken when it is kept', async () => {
    const capture = await startCapture([url], 'heap-snapshot')
    await capture.keep(join(folder, 'a'))
    const { snapshot, strings } = JSON.parse(readFileSync(join(folder, 'a'), 'utf8'))
    expect(snapshot.node_count).toBeGreaterThan(1000)
    expect(strings).toContain('é'.repeat(100))
    await endsBySignal()
  })

  it.runIf(existsSync('/dev/full'))('says why it could not be written', async () => {
    const capture = await startCapture([url], 'heap-snapshot')
    await expect(capture.keep('/dev/full')).rejects.toThrow('ENOSPC')
    await endsBySignal()
  })
})

it.each(['cpu-profile', 'heap-snapshot'] as const)('says that there is no server for a %s', async (kind) => {
  const captured = startCapture([], kind).then((capture) => capture.keep(join(folder, 'a')))
  await expect(captured).rejects.toThrow('the server could not be inspected: no Node process opened an inspector')
})

/** While somebody is connected to its inspector, a process waits at its end. */
async function endsBySignal(): Promise<void> {
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([3, null])
}
