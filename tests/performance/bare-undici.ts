import { Client, type Dispatcher } from 'undici'
import { measureWindow } from './cpu-window.ts'

// The floor: as many clients as users, each sending its next request when the last is done, and nothing measured.
const [url = '', users = '50'] = process.argv.slice(2)
const request = { method: 'GET', path: '/health' } as const
let requests = 0
let isOver = false

function iterate(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData() {},
      onResponseEnd() {
        requests += 1
        if (isOver) resolve()
        else client.dispatch(request, handler)
      },
      onResponseError(_, error) {
        reject(error)
      },
    }
    client.dispatch(request, handler)
  })
}

const clients = Array.from({ length: Number(users) }, () => new Client(url))
const running = clients.map(iterate)
const marks: number[] = []
const microseconds = await measureWindow(() => marks.push(requests))
isOver = true
await Promise.all(running)
await Promise.all(clients.map((client) => client.close()))
const [before = 0, after = 0] = marks
console.log(JSON.stringify({ requests: after - before, microseconds }))
