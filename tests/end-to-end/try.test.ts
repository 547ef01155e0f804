import { test } from 'vitest'
import { createProject, testFile, freePort } from './project.ts'
test('x', async () => {
  const port = await freePort()
  const p = createProject({ loadProject: `{ baseUrl: 'http://127.0.0.1:${port}' }`,
   'tests/load/a.test.ts': testFile(`
test('declared', async () => { const result = await load('GET /', constantVus(2, '3s')); expect(result).toHaveNoErrors() })
test('function', async () => { const result = await load(async ({ http }) => { await http.get('/x') }, constantVus(2, '3s')); expect(result).toHaveNoErrors() })
`)})
  const b = performance.now()
  const f = await p.run()
  console.log(f.code, performance.now() - b)
  console.log('STDOUT', f.stdout)
  console.log('STDERR', f.stderr)
  console.log(await p.leftovers())
})
