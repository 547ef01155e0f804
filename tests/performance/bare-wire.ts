import { ask } from '../../src/http/ask.ts'
import { createDeadlines } from '../../src/http/deadlines.ts'
import { createHostGuard } from '../../src/http/host-guard.ts'
import type { PreparedRequest, Transport } from '../../src/http/transport.ts'
import { createWireTransport } from '../../src/http/wire/wire.ts'
import { measureWindow } from './cpu-window.ts'

// What a declared request takes of the transport alone: a transport for each user, each sending its next request when the last is done.
const [url = '', users = '50'] = process.argv.slice(2)
const request: PreparedRequest = Object.freeze({
  origin: url,
  method: 'GET',
  path: '/health',
  headers: Object.freeze({ 'user-agent': 'vitest-load' }),
  body: undefined,
  timeout: 30_000,
  maxBody: 0,
})
const settings = { guard: createHostGuard(), deadlines: createDeadlines() }
let requests = 0
let isOver = false

async function iterate(transport: Transport): Promise<void> {
  while (!isOver) {
    const { status } = await ask(transport, request)
    if (status !== 200) throw new Error(`Expected status 200, got ${status}`)
    requests += 1
  }
  await transport.close()
}

const running = Array.from({ length: Number(users) }, () => iterate(createWireTransport(settings)))
const marks: number[] = []
const microseconds = await measureWindow(() => marks.push(requests))
isOver = true
await Promise.all(running)
const [before = 0, after = 0] = marks
console.log(JSON.stringify({ requests: after - before, microseconds }))
