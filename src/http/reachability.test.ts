import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { testCertificate } from './certificate.fixture.ts'
import { createHostGuard, HostNotAllowedError } from './host-guard.ts'
import { createReachability, type ReachabilityOptions, TargetUnreachableError } from './reachability.ts'

const guard = createHostGuard(['nowhere.invalid'])
let servers: Server[]
let sockets: Socket[]
beforeEach(() => {
  servers = []
  sockets = []
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket) => sockets.push(socket.on('error', () => {})))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}
const check = async (origin: string, options: Partial<ReachabilityOptions> = {}): Promise<void> =>
  createReachability({ guard, ...options })(origin)

it('opens one connection to an origin, however often it is asked, and closes it', async () => {
  const origin = `http://127.0.0.1:${await listen(createServer())}`
  const reachable = createReachability({ guard })
  const checks = [reachable(origin), reachable(origin)]
  expect(checks).toEqual([expect.any(Promise), expect.any(Promise)])

  await Promise.all(checks)
  expect(reachable(origin)).toBeUndefined()
  await expect.poll(() => sockets.map(({ readyState }) => readyState)).toEqual(['closed'])
})

it('opens a TLS connection to an https origin', async () => {
  const origin = `https://localhost:${await listen(createTlsServer(testCertificate))}`

  await expect(check(origin, { tls: { ca: testCertificate.cert } })).resolves.toBeUndefined()
})

it('says that nothing listens, to everybody who asks', async () => {
  const reachable = createReachability({ guard })
  const error = expect.objectContaining({
    code: 'ERR_LOAD_TARGET',
    name: TargetUnreachableError.name,
    message:
      'Nothing listens on 127.0.0.1:1 (ECONNREFUSED). Start the server, or let `loadProject({ webServer })` start it, or check `baseUrl`.',
  })

  await expect(reachable('http://127.0.0.1:1')).rejects.toThrow(error)
  await expect(reachable('http://127.0.0.1:1')).rejects.toThrow(error)
})

it('says that a host name does not resolve', async () => {
  await expect(check('http://nowhere.invalid:3000')).rejects.toThrow(
    /^The host name nowhere\.invalid does not resolve \((ENOTFOUND|EAI_AGAIN)\)\. Check `baseUrl`, or the DNS of this machine\.$/,
  )
})

it('says that a certificate is not trusted', async () => {
  const port = await listen(createTlsServer(testCertificate))

  await expect(check(`https://localhost:${port}`)).rejects.toThrow(
    `localhost:${port} listens, but does not talk TLS as it should (DEPTH_ZERO_SELF_SIGNED_CERT). Trust its certificate with ` +
      '`tls: { ca }`, or trust any with `tls: { rejectUnauthorized: false }`, or check whether `baseUrl` should begin with http://.',
  )
})

it('says that it takes too long', async () => {
  // Takes the TCP connection, but never speaks TLS.
  const port = await listen(createServer())
  const started = performance.now()

  await expect(check(`https://127.0.0.1:${port}`, { timeout: 100 })).rejects.toThrow(
    `127.0.0.1:${port} did not take a connection within 0.1 s. Check \`baseUrl\`, and whether a firewall is in between.`,
  )
  // Its default would be 5 s.
  expect(performance.now() - started).toBeLessThan(4000)
})

it('says that the connection is closed', async () => {
  const port = await listen(createServer((socket) => socket.resetAndDestroy()))

  await expect(check(`https://127.0.0.1:${port}`)).rejects.toThrow(
    `127.0.0.1:${port} closed the connection (ECONNRESET). Check \`baseUrl\`, and whether https is spoken there.`,
  )
})

it('rejects a host that is not allowed, without a connection', async () => {
  await expect(check('http://example.com')).rejects.toThrow(HostNotAllowedError)
})
