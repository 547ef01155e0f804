import { createDeadlines } from '../../src/http/deadlines.ts'
import { createHostGuard } from '../../src/http/host-guard.ts'
import type { PreparedRequest, Receiver } from '../../src/http/transport.ts'
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

function iterate(): Promise<void> {
  const transport = createWireTransport(settings)
  return new Promise((resolve, reject) => {
    const receiver: Receiver = {
      respond({ status }) {
        if (status !== 200) return reject(new Error(`Expected status 200, got ${status}`))
        requests += 1
        if (isOver) resolve(transport.close())
        else transport.exchange(request, receiver)
      },
      fail: reject,
    }
    transport.exchange(request, receiver)
  })
}

const running = Array.from({ length: Number(users) }, iterate)
const marks: number[] = []
const microseconds = await measureWindow(() => marks.push(requests))
isOver = true
await Promise.all(running)
const [before = 0, after = 0] = marks
console.log(JSON.stringify({ requests: after - before, microseconds }))
