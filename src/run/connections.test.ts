import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestServers } from '../http/transport.fixture.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import { runLoad } from './load.ts'
import { recordingContext } from './run-context.fixture.ts'

let servers: TestServers
beforeEach(() => {
  servers = new TestServers()
})
afterEach(() => servers.close())

describe.each(['wire', 'undici'] as const)('connections of %s', (transport) => {
  it.each([
    ['are kept by the user without a word', undefined, 1],
    ['are kept by the user', 'user', 1],
    ['are new for each iteration', 'iteration', 3],
    ['are new for each request', 'request', 6],
  ] as const)('%s', async (_, connections, expected) => {
    const { origin } = await servers.serve((_request, response) => response.end('ok'))
    const result = await runLoad(
      async ({ http }) => {
        await http.get('/a')
        await http.get('/b')
      },
      perVuIterations(1, 3),
      { transport, ...(connections !== undefined && { connections }) },
      recordingContext({ baseUrl: origin }),
    )

    expect(result.requests).toMatchObject({ succeeded: 6, failed: 0 })
    expect(result.connect.count).toBe(expected)
    // One more is opened before the load.
    expect(servers.sockets).toHaveLength(expected + 1)
  })
})
