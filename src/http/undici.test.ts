import { afterEach, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { createHostGuard } from './host-guard.ts'
import { failureOf, prepare, TestServers } from './transport.fixture.ts'
import { createUndiciTransport } from './undici.ts'

// What every transport has to do is in transport.test.ts.
const transport = createUndiciTransport({ guard: createHostGuard() })
const servers = new TestServers()
afterEach(async () => {
  await transport.close()
  await servers.close()
})

it('says in the words of its parser what is wrong with a response', async () => {
  const { origin, target } = await servers.serveBytes((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
  const error = await failureOf(ask(transport, prepare(origin, '/')))

  expect(error.message).toBe(`malformed response from ${target} (Expected HTTP/, RTSP/ or ICE/)`)
})
