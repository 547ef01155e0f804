import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { createProject, type Project, testFile } from './project.ts'

/** A project whose `server.js` is the given code; `PORT` is where it is asked. */
async function projectWith(server: string, options = ''): Promise<Project & { readonly url: string }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/health`
  const project = createProject({
    loadProject: `{ webServer: { command: 'node server.js', url: '${url}', env: { PORT: '${port}' }, ${options} } }`,
    'server.js': `import { createServer } from 'node:http'\n${server}`,
    'tests/load/health.test.ts': testFile(`
      test('health', async () => {
        expect(await load('GET /health', sharedIterations(1, 5))).toHaveNoErrors()
      })
    `),
  })
  return { ...project, url }
}

const good = "createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1')"

it('starts the server, and stops it with all that it has started', async () => {
  const project = await projectWith(`
    import { spawn } from 'node:child_process'
    spawn('sleep', ['100'])
    ${good}
  `)
  const { stdout, code } = await project.run()

  expect(stdout).toContain('5 completed')
  expect(code).toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it('tells the exit code and the last words of a server that exits at once', async () => {
  const project = await projectWith("console.log('reading the settings'); console.error('no DATABASE_URL'); process.exit(3)")
  const { output, code } = await project.run()

  expect(output).toContain(
    'WebServerError: The web server `node server.js` exited with code 3, so it never got ready. It wrote last:\n' +
      '  │ reading the settings\n  │ no DATABASE_URL',
  )
  expect(output).not.toContain('× health')
  expect(code).toBe(1)
})

it.each([
  {
    what: 'never listens',
    server: "console.log('compiling'); setInterval(() => {}, 1000)",
    last: /The last attempt: connection refused/,
  },
  {
    what: 'only answers with errors',
    server:
      "console.log('compiling'); createServer((_, response) => response.writeHead(503).end()).listen(Number(process.env.PORT), '127.0.0.1')",
    last: /The last answer: 503 Service Unavailable/,
  },
])('gives up a server that $what', async ({ server, last }) => {
  const project = await projectWith(server, "timeout: '6s'")
  const { output, code } = await project.run()

  expect(output).toContain(
    `WebServerError: The web server \`node server.js\` is not ready: ${project.url} was not ready within 6 s. The last`,
  )
  expect(output).toMatch(last)
  expect(output).toContain('It wrote last:\n  │ compiling')
  expect(output).not.toContain('× health')
  expect(code).toBe(1)
  expect(await project.leftovers()).toEqual([])
})

it('refuses a URL that is in use, where no server is to be reused', async () => {
  const project = await projectWith(good, 'reuseExistingServer: false')
  await listenAt(project.url)
  const { output, code } = await project.run()

  expect(output).toContain(`WebServerError: Expected nothing to listen at ${project.url} yet, but it is already in use.`)
  expect(output).not.toContain('× health')
  expect(code).toBe(1)
})

it('loads the server that already runs, but not in CI', async () => {
  const project = await projectWith('process.exit(1)')
  await listenAt(project.url)

  const atHome = await project.run()
  expect(atHome.stdout).toContain('5 completed')
  expect(atHome.code).toBe(0)
  const inCi = await project.run({ env: { CI: 'true' } })
  expect(inCi.output).toContain('but it is already in use')
  expect(inCi.code).toBe(1)
})

it('tells when the server dies during the run', async () => {
  const project = await projectWith(`
    let requests = 0
    createServer((request, response) => {
      requests += 1
      if (requests === 3) { console.error('out of memory'); process.exit(137) }
      response.end('ok')
    }).listen(Number(process.env.PORT), '127.0.0.1')
  `)
  const { output, code } = await project.run()

  expect(output).toContain(
    'The web server `node server.js` exited with code 137 during the run. It wrote last:\n  │ out of memory',
  )
  expect(output).toMatch(/refused +\d/)
  expect(code).toBe(1)
})

async function listenAt(url: string): Promise<void> {
  const server = createServer((_, response) => response.end('ok')).listen(Number(new URL(url).port), '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
}
