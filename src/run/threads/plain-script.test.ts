import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { moduleFolder } from '../modules.fixture.ts'

const server = createServer((_, response) => response.end('ok'))
const moduleOf = moduleFolder()
const library = new URL('../../index.ts', import.meta.url).href

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Runs a script that loads a module, and gives what it wrote; it fails unless the script ends by itself. */
async function runScript(module: URL, threads: number): Promise<string> {
  const script = moduleOf(`
    import { load, perVuIterations } from '${library}'
    const baseUrl = 'http://127.0.0.1:${(server.address() as AddressInfo).port}'
    try {
      const result = await load(new URL('${module.href}'), perVuIterations(4, 5), { baseUrl, threads: ${threads} })
      console.log(JSON.stringify([result.scenarios, result.endpoints, result.requests.succeeded]))
    } catch (error) {
      console.log(error.name, error.message)
    }
  `)
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [fileURLToPath(script)], { timeout: 30_000 })
  expect(stderr).toBe('')
  return stdout.trim()
}

it.each([1, 2])('a plain script ends after its load, in TypeScript and with %s threads', { timeout: 30_000 }, async (threads) => {
  const context = new URL('../../scenario/context.ts', import.meta.url).href
  const module = moduleOf(
    `import type { ScenarioContext } from '${context}'
     import { isMainThread } from 'node:worker_threads'
     // What a module leaves open does not keep its thread.
     if (!isMainThread) setInterval(() => {}, 1000)
     export default async ({ http, vu }: ScenarioContext): Promise<void> => {
       await http.get(\`/\${vu satisfies number}\`, { name: 'GET /:vu' })
     }`,
    `checkout-${threads}.scenario.ts`,
  )
  expect(await runScript(module, threads)).toBe(`[["checkout-${threads}"],["GET /:vu"],20]`)
})

it('says what to do about TypeScript that can not be stripped', { timeout: 30_000 }, async () => {
  const module = moduleOf('enum Colour { Red }\nexport default async () => Colour.Red', 'enum.scenario.ts')
  const path = fileURLToPath(module)
  expect(await runScript(module, 2)).toMatch(
    `OptionsError load: Expected '${path}' to be a module that Node can load: TypeScript enum is not supported in strip-only mode. Node only strips types`,
  )
})

it('says that a module which is imported is missing', { timeout: 30_000 }, async () => {
  const module = moduleOf("import { orders } from './orders'\nexport default async () => orders", 'import.scenario.ts')
  expect(await runScript(module, 2)).toMatch(
    /Cannot find module '.*orders' imported from .*import\.scenario\.ts\. Node wants whole file names/,
  )
})
