import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../ask.ts'
import { createHostGuard } from '../host-guard.ts'
import { RequestError } from '../request-error.ts'
import type { Transport } from '../transport.ts'
import { createUndiciTransport } from '../undici.ts'
import { accepted, cutOff, type ResponseSample, refused } from './responses.fixture.ts'
import { createWireTransport } from './wire.ts'

// A server that sends what a test has left for it, in pieces, and then ends the connection.
let server: Server
let origin: string
const answers: Buffer[][] = []
beforeAll(async () => {
  server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.once('data', (request) => void send(socket, answers[Number(/\/(\d+) /.exec(request.toString())?.[1])] ?? []))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

async function send(socket: Socket, [first = Buffer.alloc(0), ...more]: Buffer[]): Promise<void> {
  socket.write(first)
  for (const piece of more) {
    await sleep(2)
    socket.write(piece)
  }
  socket.end()
}

const guard = createHostGuard()
const transports = { wire: createWireTransport, undici: createUndiciTransport }

/** Status, headers and body of an answer by each transport, or that it is refused. */
async function answerTo(octets: string, cut = 0, method = 'GET'): Promise<Record<keyof typeof transports, unknown>> {
  const bytes = Buffer.from(octets, 'latin1')
  const id = answers.push(cut === 0 ? [bytes] : [bytes.subarray(0, cut), bytes.subarray(cut)]) - 1
  const [wire, undici] = await Promise.all([outcome(transports.wire({ guard })), outcome(transports.undici({ guard }))])
  answers[id] = []
  return { wire, undici }

  async function outcome(transport: Transport): Promise<unknown> {
    const prepared = { origin, method, path: `/${id}`, headers: {}, body: undefined, timeout: 20_000, maxBody: 1_000_000 }
    try {
      const { status, headers, body } = await ask(transport, prepared)
      return { status, headers: { ...headers }, body: Buffer.from(body ?? []).toString('latin1') }
    } catch (error) {
      if (!(error instanceof RequestError) || !['protocol', 'reset'].includes(error.category)) throw error
      return 'refused'
    } finally {
      await transport.close()
    }
  }
}

const agreed = [...accepted, ...refused, ...cutOff].filter(({ undici }) => undici === undefined)
const disputed: readonly ResponseSample[] = [...accepted, ...refused].filter(({ undici }) => undici !== undefined)

describe('undici and we', () => {
  it.each(agreed)('agree on a response with $name', async ({ octets }) => {
    for (const method of ['GET', 'HEAD']) {
      // Where nothing is to be read of a body, undici does not look at its length.
      if (method === 'HEAD' && octets.includes('9007199254740992')) continue
      const { wire, undici } = await answerTo(octets, 0, method)

      expect(wire, method).toEqual(undici)
    }
  })

  it.each(agreed.filter(({ octets }) => octets.length < 1000))(
    'agree on a response with $name, wherever it is cut',
    async ({ octets }) => {
      const cuts = Array.from({ length: Math.max(0, octets.length - 1) }, (_, index) => index + 1)
      const uncut = await answerTo(octets)
      const outcomes = await Promise.all(cuts.map((cut) => answerTo(octets, cut)))

      for (const [index, { wire, undici }] of outcomes.entries()) {
        expect(wire, `cut at ${cuts[index]}`).toEqual(undici)
        expect(wire, `cut at ${cuts[index]}`).toEqual(uncut.wire)
      }
    },
  )

  // The whole list of what we do on purpose, so that one which undici gives up is noticed.
  it.each(disputed)('do not agree on a response with $name: undici $undici', async ({ octets }) => {
    const { wire, undici } = await answerTo(octets)

    expect(wire).not.toEqual(undici)
  })

  it('agree on responses with faults, or we are the stricter one', async () => {
    const faults = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...faultyOctets), fc.boolean()), { minLength: 1, maxLength: 2 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...spoilable), faults, async ({ octets }, places) => {
        const spoilt = places.reduce((text, [place, octet, isInserted]) => {
          const at = place % text.length
          return text.slice(0, at) + octet + text.slice(isInserted ? at : at + 1)
        }, octets)
        fc.pre(!known.test(spoilt))
        const { wire, undici } = await answerTo(spoilt)

        if (wire !== 'refused') expect(wire).toEqual(undici)
      }),
      { numRuns: 600 },
    )
  }, 30_000)
})

const faultyOctets = ['\0', '\t', '\n', '\r', ' ', '!', ',', '0', '1', '2', '9', ':', ';', 'a', 'x', '\x7f', '\x80']
const spoilable = accepted.filter(({ undici }) => undici === undefined)
// Where we are the more lenient one, or give another value, as listed above: blanks after a value, extensions, trailers, 100.
const known = /[\t ]\r\n|\r\n[\da-fA-F]+;|\r\n0+\r\n.*:|HTTP\/1.. 100/
