import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { createProject, type Project, testFile } from './project.ts'

const fixtureServer = fileURLToPath(new URL('../../fixtures/server.ts', import.meta.url))

/** A project with a scenario in a module of its own, in TypeScript. */
async function projectWith(test: string): Promise<Project> {
  const port = await freePort()
  return createProject({
    loadProject: `{ webServer: { command: 'node ${fixtureServer} --port ${port}', url: 'http://127.0.0.1:${port}/health' } }`,
    'tests/load/visitor.scenario.ts': `
      import { scenario } from 'vitest-load'
      interface Session { readonly path: '/health' }
      export const visitor = scenario({
        name: 'visitor',
        start: (): Session => ({ path: '/health' }),
        run: ({ http, state }) => http.get(state.path),
      })
    `,
    'tests/load/visitor.test.ts': testFile(`
      import { inject } from 'vitest'
      const visitor = new URL('./visitor.scenario.ts', import.meta.url)
      ${test}
    `),
  })
}

it('a scenario of a module is the same with threads and without', async () => {
  const project = await projectWith(`
    test.for([1, 2])('with %s', async (threads) => {
      const result = await load(visitor, sharedIterations(4, 100), { threads })
      expect(result.scenarios).toEqual(['visitor'])
      expect(result.requests).toEqual({ total: 100, succeeded: 100, failed: 0, interrupted: 0 })
      expect(result).toHaveNoErrors()
    })
  `)
  const { code, output } = await project.run()
  expect(output).toMatch(/Tests {2}2 passed/)
  expect(output).not.toContain('Unhandled')
  expect(code).toBe(0)
  expect(await project.leftovers()).toEqual([])
})

it('Ctrl-C reaches all threads, and what they measured is reported', async () => {
  const project = await projectWith(`
    test('long', async () => {
      const { baseUrl } = inject('vitest-load')
      const watching = setInterval(async () => {
        const metrics = await (await fetch(baseUrl + '/metrics')).text()
        if (Number(/^http_requests_total (\\d+)$/m.exec(metrics)?.[1]) < 200) return
        clearInterval(watching)
        console.log('loading')
      }, 100)
      await load('GET /delay/10', constantVus(6, '60s'), { threads: 2 })
    })
  `)
  const run = project.start()
  await run.wrote(/loading/)
  const pressed = performance.now()
  run.pressCtrlC()
  const { stdout, output, code } = await run.finished
  expect(performance.now() - pressed).toBeLessThan(25_000)
  expect(stdout).toMatch(/aborted after [\d.]+ m?s: /)
  expect(stdout).toMatch(/GET \/delay\/10 +[\d,]{2,} +0 /)
  expect(output).not.toContain('Unhandled')
  expect(code).toBe(130)
  expect(await project.leftovers()).toEqual([])
})

it('functions are refused, with what to do', async () => {
  const project = await projectWith(`
    test('a function', () => load(async () => {}, constantVus(2, '1s'), { threads: 2 }))
  `)
  const { code, output } = await project.run()
  expect(output).toContain(
    'Expected a scenario that can go to another thread, as `threads: 2` asks for, got a function or a scenario()',
  )
  expect(code).toBe(1)
})
