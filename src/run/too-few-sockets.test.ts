import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TestServers } from '../http/transport.fixture.ts'
import { moduleFolder } from './modules.fixture.ts'

const moduleOf = moduleFolder()
const library = new URL('../index.ts', import.meta.url).href

let servers: TestServers
beforeEach(() => {
  servers = new TestServers()
})
afterEach(() => servers.close())

it.skipIf(process.platform === 'win32').each(['wire', 'undici'])(
  '%s: a process that runs out of sockets blames itself, and goes on with those that it has',
  { timeout: 30_000 },
  async (transport) => {
    const { origin } = await servers.serve((_, response) => response.end('ok'))
    const script = moduleOf(`
      import { load, perVuIterations } from '${library}'
      const options = { baseUrl: '${origin}', transport: '${transport}', sample: false }
      const { requests, errors } = await load('GET /', perVuIterations(100, 2), options)
      console.log(JSON.stringify([requests.total, requests.succeeded > 0, errors.map(({ category, message }) => [category, message])]))
    `)
    const command = `ulimit -n 70 && exec "${process.execPath}" "${fileURLToPath(script)}"`
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command], { timeout: 30_000 })

    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual([200, true, [['generator', 'this process has too many open files (EMFILE)']]])
  },
)
