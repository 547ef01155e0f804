import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '../../src/core/random.ts'

// A server that holds each request of /held for a time drawn from a known distribution, and tells at /log how long it really did.
const random = createRandom(1)
const delays: Readonly<Record<string, () => number>> = { fixed: () => 20, 'log-normal': logNormal }
const [distribution = 'fixed'] = process.argv.slice(2)
const drawDelay = delays[distribution]
if (drawDelay === undefined) throw new Error(`Expected one of ${Object.keys(delays).join(', ')}, got '${distribution}'`)
const held: number[] = []

const server = createServer((request, response) => {
  const received = performance.now()
  if (request.url === '/log') response.end(JSON.stringify(held))
  else if (request.url !== '/held') response.end('ok')
  else {
    setTimeout(() => {
      held.push(performance.now() - received)
      response.end('ok')
    }, drawDelay())
  }
}).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

/** With a median of 20 ms and σ = 0.5, by Box and Muller's method. */
function logNormal(): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return 20 * Math.exp(0.5 * normal)
}
