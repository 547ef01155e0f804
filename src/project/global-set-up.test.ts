import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { createProject, runVitest } from './inner-vitest.fixture.ts'

async function isListening(port: number): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    () => false,
  )
}

/** Two load projects and another one, for a server that tells in a file how often it was started. */
function files(port: number, webServer = ''): Record<string, string> {
  return {
    'vitest.config.ts': `
import { defineConfig } from 'vitest/config'
import { loadProject } from '@/config.ts'

const webServer = { command: 'node server.js', url: 'http://127.0.0.1:${port}/health', ${webServer} }
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['unit.test.js'] } },
      loadProject({ webServer, include: ['load.test.js'] }),
      loadProject({ webServer, include: ['soak.test.js'], name: 'soak' }),
    ],
  },
})`,
    'server.js': `
import { createServer } from 'node:http'
console.log('server started')
createServer((_, response) => response.end('up since ' + process.uptime())).listen(${port}, '127.0.0.1')`,
    'unit.test.js': `import { test } from 'vitest'\ntest('unit', () => {})`,
    'load.test.js': serverTest(port),
    'soak.test.js': serverTest(port),
  }
}

function serverTest(port: number): string {
  return `
import { expect, inject, test } from 'vitest'
test('asks the server', async () => {
  expect(inject('vitest-load').baseUrl).toBe('http://127.0.0.1:${port}')
  expect(await (await fetch('http://127.0.0.1:${port}/health')).text()).toMatch(/^up/)
})`
}

describe.skipIf(process.platform === 'win32')('the web server of a run', { timeout: 60_000 }, () => {
  it('is started once for all load projects, and gone afterwards', async () => {
    const port = await freePort()
    const { ended, stdout } = runVitest(await createProject(files(port)), ['run'], { env: { CI: 'true' } })
    expect(await ended, stdout()).toBe(0)
    expect(stdout()).toContain('3 passed')
    expect(stdout()).not.toContain('server started')
    expect(await isListening(port)).toBe(false)
  })

  it('is said to be reused where it is', async () => {
    const server = createServer((_, response) => response.end('up')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { ended, stdout } = runVitest(await createProject(files(port, 'reuseExistingServer: true,')), ['run'])
    expect(await ended, stdout()).toBe(0)
    const line = `Using the server that already answers at http://127.0.0.1:${port}/health`
    expect(stdout().split(line)).toHaveLength(2)
  })

  it('is not started for other tests', async () => {
    const directory = await createProject(files(await freePort(), 'timeout: 1,'))
    const { ended } = runVitest(directory, ['run', '--project', 'unit'])
    expect(await ended).toBe(0)
  })

  it('ends the run with its last words if it does not start', async () => {
    const port = await freePort()
    const directory = await createProject({ ...files(port), 'server.js': `throw new Error('no such database')` })
    const { ended, stderr } = runVitest(directory, ['run', '--project', 'load'])
    expect(await ended).toBe(1)
    expect(stderr()).toContain('The web server `node server.js` exited with code 1, so it never got ready. It wrote last:')
    expect(stderr()).toContain('Error: no such database')
    expect(stderr()).not.toContain('startWebServer')
  })

  it('is stopped when Vitest is killed', async () => {
    const port = await freePort()
    const directory = await createProject({
      ...files(port),
      'load.test.js': `import { test } from 'vitest'\ntest('waits', () => { console.log('waiting'); return new Promise(() => {}) })`,
    })
    const { process, ended, wrote } = runVitest(directory, ['run', '--project', 'load', '--disable-console-intercept'])
    await wrote('waiting')
    expect(await isListening(port)).toBe(true)
    process.kill('SIGKILL')
    await ended
    await expect.poll(() => isListening(port)).toBe(false)
  })
})
