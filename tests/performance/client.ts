import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../src/core/clock.ts'
import { createRandom } from '../../src/core/random.ts'
import { createRunTime } from '../../src/engine/run-time.ts'
import type { Script } from '../../src/engine/script.ts'
import { VirtualUser } from '../../src/engine/virtual-user.ts'
import { createClient } from '../../src/http/client.ts'
import { type ParsedRequest, parseRequest } from '../../src/http/request.ts'
import { parseRequestDefaults } from '../../src/http/request-defaults.ts'
import type { Exchange, Receiver, Transport } from '../../src/http/transport.ts'
import { LoggingRecorder } from '../../src/metrics/logging-recorder.fixture.ts'
import { onlyTask } from '../../src/scenario/tasks.ts'

// What users, clients and the recorder take of a request: all but the transport, which answers in the next turn of the event loop. Each
// script runs in a process of its own, as in a load that has only one.
const USERS = 50
const COMPILING = 1500
const MEASURED = 4000
const headers = Object.freeze({})
const defaults = parseRequestDefaults('load', { baseUrl: 'http://127.0.0.1:3000' })
const scripts: Record<string, Script> = {
  declared: { kind: 'request', name: 'bench', request: parseRequest('load', 'GET /health', defaults) as ParsedRequest },
  async: {
    kind: 'function',
    name: 'bench',
    start: undefined,
    tasks: onlyTask('bench', async ({ http }) => {
      const { status } = await http.get('/health')
      if (status !== 200) throw new Error(`Expected status 200, got ${status}`)
    }),
    stop: undefined,
    thinkTime: undefined,
    pacing: undefined,
    cookies: false,
    session: 'user',
    data: undefined,
    rowPer: 'session',
  },
}

const [name] = process.argv.slice(2)
const script = name === undefined ? undefined : scripts[name]
if (script === undefined) {
  for (const each of Object.keys(scripts)) {
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), each], { stdio: 'inherit', timeout: 60_000 })
  }
} else console.log(`${name}: ${(await microsecondsPerRequest(script)).toFixed(3)} µs of CPU per request`)

async function microsecondsPerRequest(performed: Script): Promise<number> {
  const time = createRunTime(systemClock)
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 60_000 }] })
  const target = answering()
  let isOver = false
  time.begin(0)
  const running = Array.from({ length: USERS }, (_, index) => {
    const random = createRandom(index)
    const client = createClient({ transport: target.transport, defaults, clock: systemClock, random, time })
    const user = new VirtualUser({ number: index + 1, script: performed, client, recorder, time, random, onFatal: fail })
    return user.run(() => !isOver)
  })
  const tidying = setInterval(() => [...recorder.tidy(time.now() - 1000)], 1000)
  await systemClock.sleep(COMPILING)
  const { user, system } = process.cpuUsage()
  const before = target.answered()
  await systemClock.sleep(MEASURED)
  const used = process.cpuUsage({ user, system })
  const requests = target.answered() - before
  isOver = true
  clearInterval(tidying)
  await Promise.all(running)
  target.stop()
  return (used.user + used.system) / requests
}

/** A transport whose server needs no time: it answers all at once, turn by turn. */
function answering(): { readonly transport: Transport; answered(): number; stop(): void } {
  let waiting: { readonly receiver: Receiver; readonly asked: number }[] = []
  let answered = 0
  let isOver = false
  const turn = (): void => {
    const batch = waiting
    waiting = []
    for (const { receiver, asked } of batch) {
      answered += 1
      receiver.respond(answerAt(asked))
    }
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    transport: {
      exchange: (_, receiver) => void waiting.push({ receiver, asked: performance.now() }),
      renew() {},
      close: async () => {},
    },
    answered: () => answered,
    stop() {
      isOver = true
    },
  }
}

function answerAt(asked: number): Exchange {
  const now = performance.now()
  const times = { asked, sent: asked, firstByte: now, end: now, connect: undefined, bytesSent: 100, bytesReceived: 200 }
  return { ...times, status: 200, headers, body: undefined }
}

function fail(error: unknown): void {
  throw error
}
