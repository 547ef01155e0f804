import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { openControl, sendOrder } from './control-endpoint.ts'
import { ControlledServer } from './controlled-server.ts'
import { hasMembers } from './group-members.ts'
import type { WebServerOptions } from './web-server.ts'

const program = `
  const { existsSync } = require('node:fs')
  if (existsSync(process.env.BROKEN)) { console.error('no database'); process.exit(3) }
  if (existsSync(process.env.HANGING)) { console.log('waits for the database'); setInterval(() => {}, 1000) }
  else require('node:http').createServer((_, response) => response.end(String(process.pid))).listen(new URL(process.env.URL).port, '127.0.0.1')`

const cluster = `
  const cluster = require('node:cluster')
  cluster.setupPrimary({ exec: 'worker', execArgv: ['-e', process.env.PROGRAM] })
  cluster.fork()
  cluster.fork()`

async function start(given: Partial<WebServerOptions> = {}) {
  const url = given.url ?? `http://127.0.0.1:${await freePort()}/`
  const failures: string[] = []
  const server = await ControlledServer.start(
    {
      command: `exec '${process.execPath}' -e "$PROGRAM"`,
      cwd: process.cwd(),
      timeout: 10_000,
      reuseExistingServer: false,
      inspect: false,
      allowedHosts: [],
      ...given,
      url,
      env: { PROGRAM: program, URL: url, BROKEN: '/nowhere', HANGING: '/nowhere', ...given.env },
    },
    (error) => failures.push(error.message),
  )
  onTestFinished(() => server.stop())
  return { server, url, failures }
}

/** The process that answers; `undefined` where nobody does within a time. */
async function whoAnswers(url: string): Promise<number | undefined> {
  return await fetch(url, { signal: AbortSignal.timeout(3000) }).then(
    async (response) => Number(await response.text()),
    () => undefined,
  )
}

describe.skipIf(process.platform === 'win32')('the web server', () => {
  it('is killed, and started again', async () => {
    const { server, url, failures } = await start()
    const before = await whoAnswers(url)
    await server.follow('kill')
    expect(await whoAnswers(url)).toBeUndefined()
    await server.follow('kill')
    await server.follow('restart')
    expect(await whoAnswers(url)).toBe(server.facts.pid)
    expect(server.facts.pid).not.toBe(before)
    expect(failures).toEqual([])
  })

  it('is restarted where it runs', async () => {
    const { server, url } = await start()
    const before = await whoAnswers(url)
    await server.follow('restart')
    expect(await whoAnswers(url)).not.toBe(before)
  })

  it.each([
    ['a shell that waits for it', `'${process.execPath}' -e "$PROGRAM" & echo started; wait`],
    ['a shell in a shell', `sh -c "'${process.execPath}' -e \\"\\$PROGRAM\\" & sh -c 'sleep 1000'; true"`],
    ['a cluster', `'${process.execPath}' -e "$CLUSTER"`],
  ])('that is %s is killed and restarted with all its processes', async (_, command) => {
    const { server, url } = await start({ command, env: { CLUSTER: cluster } })
    const groups = [server.facts.pid as number]
    const before = await whoAnswers(url)
    expect(before).not.toBe(groups[0])
    await server.follow('restart')
    groups.push(server.facts.pid as number)
    expect(await whoAnswers(url)).not.toBe(before)
    expect(hasMembers(groups[0] as number)).toBe(false)
    await server.follow('kill')
    expect(hasMembers(groups[1] as number)).toBe(false)
    const taker = createServer().listen(Number(new URL(url).port), '127.0.0.1')
    await once(taker, 'listening')
    taker.close()
  })

  it.each(['kill', 'restart'] as const)('whose process left its group is said to outlive %s', async (order) => {
    const command = `'${process.execPath}' -e "require('node:child_process').spawn(process.execPath, ['-e', process.env.PROGRAM], { detached: true, stdio: 'ignore' }); setInterval(() => {}, 1000)"`
    const { server, url } = await start({ command })
    const escaped = (await whoAnswers(url)) as number
    onTestFinished(() => void process.kill(escaped, 'SIGKILL'))
    const message = `is gone, but something still listens at ${url}: a process that left its group, as \`setsid\` and \`detached: true\` make it do. Let the command keep it in the foreground`
    await expect(server.follow(order)).rejects.toThrow(message)
    await expect(server.ensure()).rejects.toThrow(message)
  })

  it('that hangs when it comes back is given up after its time, with its last words, and leaves nothing behind', async () => {
    const hanging = join(mkdtempSync(join(tmpdir(), 'vitest-load-')), 'hanging')
    onTestFinished(() => rmSync(dirname(hanging), { recursive: true }))
    const { server, url } = await start({ env: { HANGING: hanging }, timeout: 5000 })
    writeFileSync(hanging, '')
    const restarted = server.follow('restart')
    await expect(restarted).rejects.toThrow(
      `-e "$PROGRAM"\` is not ready: ${url} was not ready within 5 s. The last attempt: connection refused`,
    )
    await expect(restarted).rejects.toThrow(/It wrote last:\n.*waits for the database/)
    await expect(server.ensure()).rejects.toThrow('was not ready within 5 s')
    const taker = createServer().listen(Number(new URL(url).port), '127.0.0.1')
    await once(taker, 'listening')
    taker.close()
  })

  it('is paused, and goes on', async () => {
    const { server, url } = await start()
    const before = await whoAnswers(url)
    await server.follow('pause')
    expect(await whoAnswers(url)).toBeUndefined()
    await server.follow('resume')
    expect(await whoAnswers(url)).toBe(before)
  })

  it.each(['kill', 'restart'] as const)('that is paused can be told to %s', async (order) => {
    const { server, url } = await start()
    await server.follow('pause')
    await server.follow(order)
    expect(await whoAnswers(url)).toBe(order === 'kill' ? undefined : server.facts.pid)
  })

  it.each([
    ['kill', 'started'],
    ['pause', 'resumed'],
  ] as const)('is put right after %s', async (order, done) => {
    const { server, url } = await start()
    await server.follow(order)
    expect(await server.ensure()).toBe(done)
    expect(await whoAnswers(url)).toBe(server.facts.pid)
    expect(await server.ensure()).toBeUndefined()
  })

  it('that has ended by itself is said to have, and started again', async () => {
    const { server, url, failures } = await start()
    process.kill(server.facts.pid as number, 'SIGKILL')
    await expect.poll(() => failures.length).toBe(1)
    expect(failures[0]).toContain('was killed by SIGKILL during the run')
    expect(await server.ensure()).toBe('started')
    expect(await whoAnswers(url)).toBe(server.facts.pid)
  })

  it('that does not come back says why, and can be told to again', async () => {
    const broken = join(mkdtempSync(join(tmpdir(), 'vitest-load-')), 'broken')
    onTestFinished(() => rmSync(dirname(broken), { recursive: true }))
    const { server, url } = await start({ env: { BROKEN: broken } })
    writeFileSync(broken, '')
    await expect(server.follow('restart')).rejects.toThrow(
      /exited with code 3, so it never got ready\. It wrote last:\n.*no database/,
    )
    await expect(server.follow('pause')).rejects.toThrow('to pause it, got one that has ended: use restart()')
    rmSync(broken)
    await server.follow('restart')
    expect(await whoAnswers(url)).toBe(server.facts.pid)
  })

  it('that was there before is left alone', async () => {
    const existing = createServer((_, response) => response.end('1')).listen(0, '127.0.0.1')
    await new Promise((resolve) => existing.once('listening', resolve))
    onTestFinished(() => void existing.close())
    const url = `http://127.0.0.1:${(existing.address() as AddressInfo).port}/`
    const { server } = await start({ url, reuseExistingServer: true })
    await expect(server.follow('kill')).rejects.toThrow(
      'Expected a web server that Vitest started itself, to kill it, got one that was there before.',
    )
  })
})

describe.skipIf(process.platform === 'win32')('orders of another process', () => {
  it('are followed, and tell which process it is then', async () => {
    const { server, url } = await start()
    const told: string[] = []
    const control = await openControl(server, (done, test) => told.push(`${done} ${test}`))
    onTestFinished(() => control.close())
    const { pid } = await sendOrder(control.url, 'restart')
    expect(pid).toBe(await whoAnswers(url))
    await sendOrder(control.url, 'ensure', 'a test')
    expect(told).toEqual([])
    await sendOrder(control.url, 'kill')
    await sendOrder(control.url, 'ensure', 'a “test”')
    expect(told).toEqual(['started a “test”'])
    await sendOrder(control.url, 'kill')
    await expect(sendOrder(control.url, 'resume')).rejects.toMatchObject({ code: 'ERR_LOAD_WEB_SERVER' })
  })

  it('tell which test lost the server for good', async () => {
    const broken = join(mkdtempSync(join(tmpdir(), 'vitest-load-')), 'broken')
    onTestFinished(() => rmSync(dirname(broken), { recursive: true }))
    const { server } = await start({ env: { BROKEN: broken } })
    const told: string[] = []
    const control = await openControl(server, (done, test) => told.push(`${done} ${test}`))
    onTestFinished(() => control.close())
    await sendOrder(control.url, 'kill')
    writeFileSync(broken, '')
    await expect(sendOrder(control.url, 'ensure', 'a test')).rejects.toThrow('no database')
    expect(told).toEqual(['lost a test'])
  })

  it('are followed for nobody without the token', async () => {
    const { server, url } = await start()
    const control = await openControl(server, () => {})
    onTestFinished(() => control.close())
    const { origin } = new URL(control.url)
    for (const path of ['/kill', '/x/kill', `${new URL(control.url).pathname}/format`]) {
      expect((await fetch(origin + path, { method: 'POST' })).status).toBe(403)
    }
    expect((await fetch(`${control.url}/kill`)).status).toBe(403)
    expect(await whoAnswers(url)).toBe(server.facts.pid)
  })

  it('fail where the main process is gone', async () => {
    const { server } = await start()
    const control = await openControl(server, () => {})
    control.close()
    await expect(sendOrder(control.url, 'kill')).rejects.toThrow(
      "Vitest's main process, which runs the web server, does not answer",
    )
  })
})
