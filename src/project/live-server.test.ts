import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveServer } from './live-server.ts'

let live: LiveServer
let missed: string
const stop = vi.fn()
beforeEach(async () => {
  missed = 'first'
  stop.mockReset()
  live = await LiveServer.start({
    page: ({ events, stop }) => `<p>${events} ${stop}</p>`,
    catchUp: () => missed,
    stop,
  })
})
afterEach(() => live.close())

function at(path: string): string {
  const { origin, search } = new URL(live.url)
  return `${origin}/${path}${search}`
}

/** The events that come, one at a time; `undefined` where the stream has ended. */
async function follow(): Promise<() => Promise<string | undefined>> {
  const { body } = await fetch(at('events'))
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return async () => {
    for (;;) {
      const [, data, rest] = /data: (.*?)\n\n(.*)/s.exec(text) ?? []
      if (data !== undefined) {
        text = rest ?? ''
        return data
      }
      const { done, value } = await reader.read()
      if (done) return undefined
      text += value
    }
  }
}

/** The status, asked for under another name: `fetch` would not send it. */
async function statusAs(host: string): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    request(live.url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })
}

describe('the live server', () => {
  it('listens on this machine alone, at an address that nobody guesses', () => {
    expect(live.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{22}$/)
  })

  it('serves a page that knows where to listen, and that nobody keeps', async () => {
    const response = await fetch(live.url)
    const { search } = new URL(live.url)
    expect(await response.text()).toBe(`<p>events${search} stop${search}</p>`)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  it('tells a visitor what there is by now, and then what is new', async () => {
    const one = await follow()
    expect(await one()).toBe('first')
    live.send('second')
    missed = 'both'
    const late = await follow()
    live.send('third')
    expect([await one(), await one()]).toEqual(['second', 'third'])
    expect([await late(), await late()]).toEqual(['both', 'third'])
  })

  it('knows whether anybody watches', async () => {
    expect(live.hasVisitors).toBe(false)
    const controller = new AbortController()
    await fetch(at('events'), { signal: controller.signal })
    expect(live.hasVisitors).toBe(true)
    controller.abort()
    await expect.poll(() => live.hasVisitors).toBe(false)
  })

  it('stops the run when it is posted to', async () => {
    expect((await fetch(at('stop'))).status).toBe(404)
    expect(stop).not.toHaveBeenCalled()
    expect((await fetch(at('stop'), { method: 'POST' })).status).toBe(204)
    expect(stop).toHaveBeenCalledOnce()
  })

  it.each(['', 'events', 'stop'])('refuses /%s without its token, or with another', async (path) => {
    const { origin } = new URL(live.url)
    for (const search of ['', '?token=', '?token=AAAAAAAAAAAAAAAAAAAAAA', `?token=${'x'.repeat(5000)}`]) {
      const response = await fetch(`${origin}/${path}${search}`, { method: path === 'stop' ? 'POST' : 'GET' })
      expect(response.status).toBe(403)
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect(stop).not.toHaveBeenCalled()
  })

  it('refuses other names than its own, which a site elsewhere may have led here', async () => {
    const { port } = new URL(live.url)
    expect(await statusAs('attacker.example')).toBe(421)
    expect(await statusAs(`attacker.example:${port}`)).toBe(421)
    expect(await statusAs('127.0.0.1')).toBe(421)
    expect(await statusAs(`localhost:${port}`)).toBe(200)
  })

  it.each(['GET // HTTP/1.1', 'GET http:// HTTP/1.1', 'nonsense'])('survives %s', async (line) => {
    const socket = connect(Number(new URL(live.url).port), '127.0.0.1')
    socket.on('error', () => {}).resume()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`)
    await closed
    expect((await fetch(live.url)).status).toBe(200)
  })

  it('ends when all have the last event', async () => {
    const next = await follow()
    await next()
    live.send('last')
    await live.close()
    expect([await next(), await next()]).toEqual(['last', undefined])
    await expect(fetch(live.url)).rejects.toThrow('fetch failed')
  })
})
