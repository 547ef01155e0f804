// An example, so that there is something to load: `node server.mjs [port] [host]`. Put your own server into vitest.config.mts.
import { createServer } from 'node:http'

const [port = '3000', host = '127.0.0.1'] = process.argv.slice(2)

createServer((request, response) => {
  const isKnown = request.url === '/health'
  response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ status: isKnown ? 'ok' : 'not found' }))
}).listen(Number(port), host)
