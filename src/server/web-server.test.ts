import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { startWebServer, type WebServer, type WebServerOptions } from './web-server.ts'

const started: WebServer[] = []
const listening: Server[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()))
  await Promise.all(listening.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

async function listen(): Promise<string> {
  const server = createServer((_, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  listening.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`
}

/** A URL that nobody listens at. */
async function freeUrl(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}/health`
}

/** A server that is only ready at its third request. */
const program = `
  let asked = 0
  console.log('mode', process.env.NODE_ENV)
  const server = require('node:http').createServer(({ url }, response) => {
    if (url === '/crash') {
      console.error('out of memory')
      process.exit(4)
    }
    asked += 1
    response.writeHead(asked < 3 ? 503 : 200).end()
  })
  server.listen(new URL(process.env.URL).port, '127.0.0.1')`

async function start(given: Partial<WebServerOptions>): Promise<WebServer> {
  const url = given.url ?? (await freeUrl())
  const server = await startWebServer({
    command: `exec '${process.execPath}' -e "$PROGRAM"`,
    cwd: process.cwd(),
    timeout: 20_000,
    reuseExistingServer: false,
    inspect: false,
    allowedHosts: [],
    ...given,
    url,
    env: { PROGRAM: program, URL: url, ...given.env },
  })
  started.push(server)
  return server
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

describe.skipIf(process.platform === 'win32')('startWebServer', () => {
  it('starts the server, waits until it is ready, and stops it', async () => {
    const url = await freeUrl()
    const server = await start({ url })
    expect(await isReady(url)).toBe(true)
    await server.stop()
    expect(await isReady(url)).toBe(false)
  })

  it('says what the server wrote when it ends before it is ready', async () => {
    await expect(start({ command: 'echo first; echo "no such module" >&2; sleep 0.1; exit 3' })).rejects.toThrow(
      [
        'The web server `echo first; echo "no such module" >&2; sleep 0.1; exit 3` exited with code 3, so it never got ready. It wrote last:',
        '  │ first',
        '  │ no such module',
      ].join('\n'),
    )
  })

  it('says what the server answered when it is not ready in time, and stops it', async () => {
    const url = await freeUrl()
    const error = await start({ url, timeout: 4000, env: { PROGRAM: program.replace('asked < 3', 'true') } }).catch(
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ code: 'ERR_LOAD_WEB_SERVER' })
    expect(error.message).toMatch(/ is not ready: http:.* was not ready within 4 s. The last answer: 503 Service Unavailable/)
    expect(error.message).toMatch(/It wrote last:\n {2}│ mode undefined$/)
    expect(await isReady(url)).toBe(false)
  })

  it('does not take a server that it did not start, unless told to', async () => {
    const url = await listen()
    await expect(start({ url })).rejects.toThrow(
      `Expected nothing to listen at ${url} yet, but it is already in use. Stop what listens there, or load it as it is with ` +
        '`webServer: { reuseExistingServer: true }` (the default, but not in CI)',
    )
    const server = await start({ url, reuseExistingServer: true, command: 'exit 1' })
    expect(server.isReused).toBe(true)
    await server.stop()
    expect(await isReady(url)).toBe(true)
  })

  it('tells that the server ended while it was needed', async () => {
    const url = await freeUrl()
    const server = await start({ url })
    await fetch(new URL('/crash', url)).catch(() => {})
    const error = await server.failed
    expect(error.message).toMatch(
      / exited with code 4 during the run. It wrote last:\n {2}│ mode undefined\n {2}│ out of memory$/,
    )
  })

  it('asks no host that is not allowed, and starts nothing for it', async () => {
    await expect(start({ url: 'http://example.com/health' })).rejects.toMatchObject({ code: 'ERR_LOAD_HOST' })
  })
})

describe('an inspected web server', () => {
  it('opens the inspectors of its Node processes, also of those behind a command', async () => {
    const url = await freeUrl()
    const nested = `require('node:child_process').spawn(process.execPath, ['-e', process.env.PROGRAM], { stdio: 'inherit' })`
    const { inspectors } = await start({
      url,
      inspect: true,
      command: `exec '${process.execPath}' -e "$NESTED"`,
      env: { NESTED: nested },
    })
    expect(inspectors).toHaveLength(2)
    for (const inspector of inspectors ?? []) expect(inspector).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/[\w-]+$/)
  })

  it('has none where it was there before, and is not inspected unasked', async () => {
    const url = await listen()
    expect((await start({ url, inspect: true, reuseExistingServer: true })).inspectors).toEqual([])
    expect((await start({})).inspectors).toBeUndefined()
  })
})
