import { Client, type Dispatcher } from 'undici'

// The floor: as many clients as users, each sending its next request when the last is done, and nothing measured.
const [url = '', users = '50', seconds = '3'] = process.argv.slice(2)
const until = performance.now() + Number(seconds) * 1000
const request = { method: 'GET', path: '/health' } as const
let requests = 0

function iterate(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData() {},
      onResponseEnd() {
        requests += 1
        if (performance.now() < until) client.dispatch(request, handler)
        else resolve()
      },
      onResponseError(_, error) {
        reject(error)
      },
    }
    client.dispatch(request, handler)
  })
}

const before = process.cpuUsage()
const clients = Array.from({ length: Number(users) }, () => new Client(url))
await Promise.all(clients.map(iterate))
const { user, system } = process.cpuUsage(before)
await Promise.all(clients.map((client) => client.close()))
console.log(JSON.stringify({ requests, microseconds: user + system, seconds: Number(seconds) }))
