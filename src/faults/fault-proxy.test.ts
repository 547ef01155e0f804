import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FaultProxy, type FaultProxyOptions, startFaultProxy } from './fault-proxy.ts'
import { Client, echo, startTcpServer } from './servers.fixture.ts'
import { bandwidth, cut, latency, refuse, reset, slice, slowClose, swallow } from './toxic.ts'

async function proxyOf(url: string, options: FaultProxyOptions = { seed: 1 }): Promise<FaultProxy> {
  const proxy = await startFaultProxy(url, options)
  onTestFinished(() => proxy.close())
  return proxy
}

async function echoProxy(options?: FaultProxyOptions): Promise<FaultProxy> {
  return await proxyOf((await startTcpServer(echo)).url, options)
}

describe('without toxics', () => {
  it('gives on all octets, both ways, in order', async () => {
    const proxy = await echoProxy()
    const client = new Client(proxy.url)
    const sent = randomBytes(5 * 1024 ** 2)
    client.send(sent)
    await client.receive(sent.length, 10_000)
    expect(client.received.equals(sent)).toBe(true)
  })

  it('forwards the end of one side while the other still sends', async () => {
    const server = await startTcpServer((socket) => {
      socket.resume().once('end', () => setTimeout(() => socket.end('all of it was read'), 50))
    })
    const client = new Client((await proxyOf(server.url)).url)
    client.socket.end('a question')
    expect(await client.over).toBe('end')
    expect(client.received.toString()).toBe('all of it was read')
  })

  it.each(['client', 'server'])('forwards a reset of the %s', async (side) => {
    const accepted = Promise.withResolvers<Socket>()
    const server = await startTcpServer((socket) => void socket.once('data', () => accepted.resolve(socket)))
    const client = new Client((await proxyOf(server.url)).url)
    client.send('hello')
    const served = await accepted.promise
    if (side === 'server') {
      served.resetAndDestroy()
      expect(await client.over).toBe('ECONNRESET')
    } else {
      const [[error]] = await Promise.all([once(served, 'error'), client.socket.resetAndDestroy()])
      expect(error).toMatchObject({ code: 'ECONNRESET' })
    }
  })

  it('lets a server that does not read hold the client back', async () => {
    const server = await startTcpServer((socket) => socket.pause())
    const client = new Client((await proxyOf(server.url)).url)
    let accepted = 0
    const chunk = Buffer.alloc(1024 ** 2)
    for (let sent = 0; sent < 200; sent += 1) {
      const isThrough = await Promise.race([
        new Promise<boolean>((resolve) => client.socket.write(chunk, () => resolve(true))),
        sleep(300).then(() => false),
      ])
      if (!isThrough) break
      accepted += 1
    }
    // What the kernel's buffers of two connections hold, and no more.
    expect(accepted).toBeLessThan(100)
  })

  it('keeps no process alive', async () => {
    const server = await startTcpServer(echo)
    const script = `
      import { startFaultProxy } from ${JSON.stringify(new URL('./fault-proxy.ts', import.meta.url).href)}
      const proxy = await startFaultProxy('${server.url}')
      console.log(proxy.url)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 })
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
  })
})

describe('latency', () => {
  it.each(['upstream', 'downstream'] as const)('delays what goes %s, never by less', async (direction) => {
    const proxy = await echoProxy()
    await proxy.add(latency('30ms', { direction }))
    const client = new Client(proxy.url)
    const delayed: number[] = []
    for (let round = 0; round < 30; round += 1) {
      const sent = client.send('x')
      await client.receive(round + 1)
      delayed.push((client.pieces.at(-1)?.at ?? Number.NaN) - sent)
    }
    expect(Math.min(...delayed)).toBeGreaterThan(29)
    // A delay that is applied twice, or in both directions, would show in all of them. `npm run bench:proxy` tells how exact it is.
    expect(Math.min(...delayed)).toBeLessThan(55)
  })

  it('keeps the spacing of many chunks in flight', async () => {
    const proxy = await echoProxy()
    await proxy.add(latency('200ms'))
    const client = new Client(proxy.url)
    const sent: number[] = []
    for (let index = 0; index < 20; index += 1) {
      sent.push(client.send('x'))
      await sleep(10)
    }
    await client.receive(20)
    const times = client.pieces.flatMap(({ at, octets }) => Array.from(octets, () => at))
    expect(times).toHaveLength(20)
    const lateness = times.map((at, index) => at - (sent[index] as number) - 200)
    expect(Math.min(...lateness)).toBeGreaterThan(-1)
    // Sent over 200 ms, they would take 4 s one after another.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(2500)
  })

  it('differs by its jitter, and never lets octets overtake each other', async () => {
    const proxy = await echoProxy()
    await proxy.add(latency('40ms', { jitter: '30ms' }))
    const client = new Client(proxy.url)
    const times: number[] = []
    for (let index = 0; index < 30; index += 1) {
      const sent = client.send(Buffer.from([index]))
      await client.receive(index + 1)
      times.push((client.pieces.at(-1)?.at ?? Number.NaN) - sent)
    }
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(20)
    expect(Math.min(...times)).toBeGreaterThan(9)
    for (let index = 30; index < 60; index += 1) client.send(Buffer.from([index]))
    await client.receive(60)
    expect([...client.received]).toEqual(Array.from({ length: 60 }, (_, index) => index))
  })

  it('is gone when it is removed, for what waits as well', async () => {
    const proxy = await echoProxy()
    const slow = await proxy.add(latency('1h'))
    const client = new Client(proxy.url)
    client.send('x')
    await sleep(100)
    expect(client.received).toHaveLength(0)
    await slow.remove()
    await client.receive(1)
    expect(client.received.toString()).toBe('x')
  })

  it('holds no more than its buffer', async () => {
    const proxy = await echoProxy()
    await proxy.add(latency('1h', { direction: 'upstream' }))
    const client = new Client(proxy.url)
    client.send(Buffer.alloc(100 * 1024 ** 2))
    await sleep(500)
    expect(client.socket.writableLength).toBeGreaterThan(0)
  })
})

describe('other toxics', () => {
  it('bandwidth lets so many bytes per second through', async () => {
    const proxy = await echoProxy()
    await proxy.add(bandwidth('100KB/s'))
    const client = new Client(proxy.url)
    const sent = client.send(Buffer.alloc(50 * 1024))
    await client.receive(50 * 1024)
    const took = (client.pieces.at(-1)?.at ?? Number.NaN) - sent
    expect(took).toBeGreaterThan(480)
    // Taken for bits, it would be 4 s.
    expect(took).toBeLessThan(3000)
  })

  it('bandwidth holds for what waits when another toxic comes, too', async () => {
    const proxy = await echoProxy()
    await proxy.add(bandwidth('100KB/s'))
    const client = new Client(proxy.url)
    const sent = client.send(Buffer.alloc(100 * 1024))
    await sleep(500)
    await proxy.add(latency('1ms'))
    await client.receive(100 * 1024)
    const took = (client.pieces.at(-1)?.at ?? Number.NaN) - sent
    expect(took).toBeGreaterThan(950)
    expect(took).toBeLessThan(3000)
  })

  it('bandwidth holds for what waited for something else', async () => {
    const proxy = await echoProxy()
    const slow = await proxy.add(latency('1h'))
    const client = new Client(proxy.url)
    client.send(Buffer.alloc(50 * 1024))
    await sleep(600)
    await proxy.add(bandwidth('100KB/s'))
    const removed = performance.now()
    await slow.remove()
    await client.receive(50 * 1024)
    expect((client.pieces.at(-1)?.at ?? Number.NaN) - removed).toBeGreaterThan(480)
  })

  it('swallow lets octets vanish, and resets what lost some when it is removed', async () => {
    const proxy = await echoProxy()
    const hang = await proxy.add(swallow())
    const client = new Client(proxy.url)
    client.send('x')
    // The thread of the proxy is to have it before it is told to give on what comes.
    await sleep(500)
    expect(client.received).toHaveLength(0)
    await hang.remove()
    expect(await client.over).toBe('ECONNRESET')
  })

  it('swallow forgets a connection that both sides gave up', async () => {
    const server = await startTcpServer(echo)
    const proxy = await proxyOf(server.url)
    await proxy.add(swallow())
    const client = new Client(proxy.url)
    client.send('x')
    await sleep(50)
    client.socket.end()
    await expect.poll(() => server.sockets.size).toBe(0)
    expect(await client.over).toBe('end')
  })

  it.each(['upstream', 'downstream'] as const)('reset cuts what goes %s with RST', async (direction) => {
    let served = 0
    const server = await startTcpServer((socket) => {
      socket.on('data', () => {
        served += 1
        socket.write('answer')
      })
    })
    const proxy = await proxyOf(server.url)
    await proxy.add(reset({ direction }))
    const client = new Client(proxy.url)
    client.send('x')
    expect(await client.over).toBe('ECONNRESET')
    expect(served).toBe(direction === 'upstream' ? 0 : 1)
    expect(client.received).toHaveLength(0)
  })

  it('slowClose tells of the end later', async () => {
    let ended = Number.NaN
    const server = await startTcpServer((socket) => {
      ended = performance.now()
      socket.end('bye')
    })
    const proxy = await proxyOf(server.url)
    await proxy.add(slowClose('300ms'))
    const client = new Client(proxy.url)
    expect(await client.over).toBe('end')
    expect(client.received.toString()).toBe('bye')
    expect(performance.now() - ended).toBeGreaterThan(299)
  })

  it('slowClose holds nothing back but the end', async () => {
    const server = await startTcpServer((socket) => void socket.end('bye'))
    const proxy = await proxyOf(server.url)
    const slow = await proxy.add(slowClose('1h'))
    const client = new Client(proxy.url)
    await client.receive(3)
    expect(client.received.toString()).toBe('bye')
    expect(client.socket.readableEnded).toBe(false)
    await slow.remove()
    expect(await client.over).toBe('end')
  })

  it('slowClose does not begin anew when another toxic comes', async () => {
    const server = await startTcpServer((socket) => void socket.end('bye'))
    const proxy = await proxyOf(server.url)
    await proxy.add(slowClose('1s'))
    const client = new Client(proxy.url)
    await client.receive(3)
    await sleep(900)
    await proxy.add(latency('1ms'))
    expect(await client.over).toBe('end')
    expect(performance.now() - (client.pieces[0]?.at ?? Number.NaN)).toBeLessThan(1800)
  })

  it('slice sends small packets, with a gap', async () => {
    const proxy = await echoProxy()
    await proxy.add(slice('100B', { gap: '200ms' }))
    const client = new Client(proxy.url)
    const sent = client.send(Buffer.alloc(500))
    await client.receive(500)
    // A client that is late reads several at once.
    expect(client.pieces.length).toBeGreaterThan(1)
    expect((client.pieces.at(-1)?.at ?? 0) - sent).toBeGreaterThan(4 * 200 - 1)
  })

  it('slice keeps its gap when another toxic comes, and between what is sent in a row', async () => {
    const proxy = await echoProxy()
    await proxy.add(slice('100B', { gap: '20ms' }))
    const client = new Client(proxy.url)
    const sent = client.send(Buffer.alloc(1000))
    await sleep(10)
    client.send(Buffer.alloc(1000))
    await sleep(100)
    await proxy.add(latency('1ms'))
    await client.receive(2000)
    // Twenty packets.
    expect((client.pieces.at(-1)?.at ?? Number.NaN) - sent).toBeGreaterThan(18 * 20)
  })

  it('cut ends a connection after so many bytes', async () => {
    const proxy = await echoProxy()
    await proxy.add(cut('1KB'))
    const client = new Client(proxy.url)
    client.send(Buffer.alloc(700))
    await client.receive(700)
    client.send(Buffer.alloc(700))
    expect(await client.over).toBe('end')
    expect(client.received).toHaveLength(1024)
  })

  it('refuse refuses new connections, and leaves the open ones', async () => {
    const proxy = await echoProxy()
    const open = new Client(proxy.url)
    open.send('x')
    await open.receive(1)
    const refusal = await proxy.add(refuse())
    expect(await new Client(proxy.url).opened).toBe('ECONNREFUSED')
    open.send(' is still there')
    await open.receive(16)
    expect(open.received.toString()).toBe('x is still there')
    await refusal.remove()
    expect(await new Client(proxy.url).opened).toBe('open')
  })

  it('down resets and refuses, and up takes connections at the same port', async () => {
    const proxy = await echoProxy()
    const open = new Client(proxy.url)
    open.send('x')
    await open.receive(1)
    await proxy.down()
    expect(await open.over).toBe('ECONNRESET')
    expect(await new Client(proxy.url).opened).toBe('ECONNREFUSED')
    await proxy.up()
    const again = new Client(proxy.url)
    again.send('back')
    await again.receive(4)
    expect(again.received.toString()).toBe('back')
  })

  it('down takes connections whose end is on its way, and the thread can still be ended', async () => {
    const server = await startTcpServer(echo)
    const proxy = await proxyOf(server.url)
    const clients = Array.from({ length: 100 }, () => new Client(proxy.url))
    for (const client of clients) client.send('x')
    await Promise.all(clients.map((client) => client.receive(1)))
    for (const client of clients) client.socket.destroy()
    await proxy.down()
    await proxy.close()
    await expect.poll(() => server.sockets.size).toBe(0)
  })

  it('a share is drawn by the seed: the same connections every time', async () => {
    const outcomes: string[][] = []
    for (let round = 0; round < 2; round += 1) {
      const proxy = await echoProxy({ seed: 7 })
      await proxy.add(reset({ direction: 'upstream', share: '50%' }))
      const ends: string[] = []
      for (let index = 0; index < 40; index += 1) {
        const client = new Client(proxy.url)
        client.send('x')
        ends.push(await Promise.race([client.over, client.receive(1).then(() => 'answered')]))
        client.socket.destroy()
      }
      outcomes.push(ends)
    }
    expect(outcomes[0]).toEqual(outcomes[1])
    const resets = outcomes[0]?.filter((end) => end === 'ECONNRESET').length ?? 0
    expect(resets).toBeGreaterThan(8)
    expect(resets).toBeLessThan(32)
  })
})

describe('what it is told', () => {
  it('refuses a target at which nothing listens', async () => {
    const server = await startTcpServer(echo)
    await server.close()
    await expect(startFaultProxy(server.url, undefined)).rejects.toThrow(/^Nothing listens on 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/)
  })

  it('refuses a target that is neither loopback nor allowed', async () => {
    await expect(startFaultProxy('http://shop.example', undefined)).rejects.toMatchObject({ code: 'ERR_LOAD_HOST' })
  })

  it('resets clients when the target has gone', async () => {
    const server = await startTcpServer(echo)
    const proxy = await proxyOf(server.url)
    await server.close()
    expect(await new Client(proxy.url).over).toBe('ECONNRESET')
  })

  it.each<[string, () => unknown, string]>([
    [
      'a target',
      () => startFaultProxy('localhost:3000', undefined),
      "faultProxy: Expected `target` to be a URL, such as 'http://127.0.0.1:3000' or 'tcp://127.0.0.1:5432', got 'localhost:3000'",
    ],
    [
      'an option',
      () => startFaultProxy('http://127.0.0.1', { sed: 1 } as never),
      'faultProxy: Unknown option `sed`: did you mean `seed`?',
    ],
    ['a delay', async () => latency(-1), "latency: Expected `delay` to be a time of at least 0, such as '30s', got -1"],
    [
      'a jitter',
      async () => latency('10ms', { jitter: '20ms' }),
      "latency: Expected `jitter` to be at most the delay, got '20ms'",
    ],
    [
      'a bandwidth',
      async () => bandwidth('10KB' as never),
      "bandwidth: Expected `rate` to be a bandwidth above 0, such as '100KB/s', got '10KB'",
    ],
    ['a share', async () => reset({ share: 2 }), "reset: Expected `share` to be a share from 0 to 1, such as '1%', got 2"],
  ])('refuses %s that is none', async (_, call, message) => {
    await expect(call).rejects.toThrow(message)
  })

  it('takes 2,000 connections, and resets all of them when it is closed', { timeout: 30_000 }, async () => {
    const server = await startTcpServer(echo)
    const proxy = await proxyOf(server.url)
    const clients = Array.from({ length: 2000 }, () => new Client(proxy.url))
    for (const client of clients) client.send('x')
    await Promise.all(clients.map((client) => client.receive(1, 20_000)))
    expect(clients.filter((client) => client.received.length === 1)).toHaveLength(2000)
    await proxy.close()
    const ends = await Promise.all(clients.map((client) => client.over))
    expect(new Set(ends)).toEqual(new Set(['ECONNRESET']))
    await expect.poll(() => server.sockets.size, { timeout: 5000 }).toBe(0)
  })

  it.each([
    [0, 0],
    [1, 20],
  ] as const)('puts a toxic with a share of %d on %d of 20 connections', async (share, expected) => {
    const proxy = await echoProxy()
    await proxy.add(reset({ share }))
    await proxy.add(refuse({ share: 0 }))
    const clients = Array.from({ length: 20 }, () => new Client(proxy.url))
    const ends = clients.map(async (client) => {
      client.send('x')
      return await Promise.race([client.over, client.receive(1).then(() => 'answered')])
    })
    expect((await Promise.all(ends)).filter((end) => end === 'ECONNRESET')).toHaveLength(expected)
  })

  it('says so when it is used after its end', async () => {
    const proxy = await echoProxy()
    await proxy.close()
    await proxy.close()
    await expect(proxy.down()).rejects.toThrow('Expected a fault proxy that runs: it was closed')
  })
})
