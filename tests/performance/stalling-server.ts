import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A server that answers nobody for a while, once: as in a long garbage collection, its whole process stands still.
const [after = '', duration = ''] = process.argv.slice(2)
let isFirst = true

const server = createServer((_, response) => {
  if (isFirst) setTimeout(stall, Number(after))
  isFirst = false
  response.end('ok')
}).listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(duration))
}
