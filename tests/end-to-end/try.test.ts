import { expect, test } from 'vitest'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, testFile, freePort } from './project.ts'
async function show(p: any, o?: any) {
  const b = performance.now()
  const f = await p.run(o)
  process.stdout.write(`\n########## ${expect.getState().currentTestName} code ${f.code} ${performance.now() - b}\n` + f.output + '\n' + JSON.stringify(await p.leftovers()) + '\n')
}
test('caught', async () => {
  const port = await freePort()
  const p = createProject({ loadProject: `{ baseUrl: 'http://127.0.0.1:${port}' }`,
   'tests/load/a.test.ts': testFile(`
test('caught', async () => { const result = await load(async ({ http }) => { try { await http.get('/x') } catch {} }, constantVus(2, '3s')); expect(result).toHaveNoErrors() })
`)})
  await show(p)
}, 15000)
test('hosts', async () => {
  const server = await startFixtureServer()
  const p = createProject({ loadProject: `{ baseUrl: '${server.url}' }`,
   'tests/load/a.test.ts': testFile(`
test('declared', async () => { await load('GET http://shop.example.test/', constantVus(2, '3s'));  })
test('base', async () => { await load('GET /', constantVus(2, '3s'), { baseUrl: 'http://192.0.2.1:8080' });  })
test('function', async () => { await load(async ({ http }) => { await http.get('http://192.0.2.1/x') }, constantVus(2, '3s')) })
test('redirect', async () => { await load('GET /redirect?to=http://192.0.2.1/x', constantVus(2, '3s')) })
test('redirect in function', async () => { await load(async ({ http }) => { await http.get('/redirect?to=http://192.0.2.1/x') }, constantVus(2, '3s')) })
test('fan-out', async () => { await fanOut(2, 'GET http://192.0.2.1/x') })
`)})
  await show(p)
  await server.close()
}, 15000)
test('options', async () => {
  const p = createProject({ loadProject: `{ baseUrl: 'http://127.0.0.1:1' }`,
   'tests/load/a.test.ts': testFile(`
test('profile', async () => { await load('GET /', constantVus(0, '10 parsecs' as never, { spwanRate: 1 }));  })
test('load', async () => { await load('GET /', constantVus(1, '1s'), { timeout: 'soon', warmup: '1s' }) })
test('scenario', async () => { await load('FETCH health', constantVus(1, '1s')) })
test('no profile', async () => { await load('GET /', '10s') })
test('wrong in function', async () => { await load(({ http }) => http.get('/', { tiemout: 1 }), constantVus(1, '1s')) })
test('retry', { retry: 2 }, async () => { await load('GET /', constantVus(1, '1s')) })
test.concurrent('concurrent', async () => { await load('GET /', constantVus(1, '1s')) })
`)})
  await show(p)
}, 15000)
test('project options', async () => {
  const p = createProject({ loadProject: `{ baseUrl: 'localhost:3000', webserver: {}, coolDown: 'a while', allowedHosts: ['http://x/'] }`,
   'tests/load/a.test.ts': testFile(`
test('profile', async () => {  })
`)})
  await show(p)
}, 15000)
