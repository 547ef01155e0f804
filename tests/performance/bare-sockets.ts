import { connect } from 'node:net'
import { measureWindow } from './cpu-window.ts'

// The least that Node takes of a request: a socket for each user, read into one buffer, nothing parsed, counted or timed.
const [url = '', users = '50'] = process.argv.slice(2)
const { host, hostname, port } = new URL(url)
const request = Buffer.from(`GET /health HTTP/1.1\r\nhost: ${host}\r\nuser-agent: vitest-load\r\n\r\n`)
const buffer = Buffer.allocUnsafeSlow(65_536)
let requests = 0

const sockets = Array.from({ length: Number(users) }, () => {
  const callback = (): boolean => {
    requests += 1
    return socket.write(request) || true
  }
  const socket = connect({ host: hostname, port: Number(port), onread: { buffer, callback } }, () => socket.write(request))
  return socket
})
const marks: number[] = []
const microseconds = await measureWindow(() => marks.push(requests))
for (const socket of sockets) socket.destroy()
const [before = 0, after = 0] = marks
console.log(JSON.stringify({ requests: after - before, microseconds }))
