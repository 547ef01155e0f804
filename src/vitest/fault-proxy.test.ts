import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultProxy } from '../faults/fault-proxy.ts'
import { faultProxy } from './fault-proxy.ts'
import { webServer } from './web-server.ts'

const server = createServer((_, response) => response.end('ok'))
let target = ''
let ofFile: FaultProxy
let ofTest: FaultProxy

async function isThere({ url }: FaultProxy): Promise<boolean> {
  return await fetch(url, { headers: { connection: 'close' } }).then(
    ({ ok }) => ok,
    () => false,
  )
}

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  ofFile = await faultProxy(target)
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('a fault proxy', () => {
  it('leads to its target', async () => {
    ofTest = await faultProxy(target, { seed: 3 })
    expect(ofTest.seed).toBe(3)
    expect(await isThere(ofTest)).toBe(true)
  })

  it('is closed when its test has ended; one of the file is not', async () => {
    expect(await isThere(ofTest)).toBe(false)
    expect(await isThere(ofFile)).toBe(true)
  })

  it('wants a target where there is no project to take one from', async () => {
    await expect(faultProxy({ seed: 1 })).rejects.toThrow('faultProxy: Expected `target` to be a URL')
  })
})

describe('the web server', () => {
  it('can be controlled only where the project has one', () => {
    expect(() => webServer()).toThrow('Expected a web server to control, got none: let `loadProject({ webServer })` start it')
  })
})
