import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { createRandom } from '../core/random.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { sendOnce, transportOf } from './client.fixture.ts'
import { type Client, type ClientOptions, createClient } from './client.ts'
import { createCookies } from './cookies.ts'
import { HostNotAllowedError } from './host-guard.ts'
import { type ParsedRequest, parseRequest, type RequestLine, type RequestOptions } from './request.ts'
import { parseRequestDefaults } from './request-defaults.ts'
import { RequestError } from './request-error.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

const defaults = parseRequestDefaults('load', { baseUrl: 'http://shop:3000', headers: { authorization: 'me', cookie: 'a=1' } })
const parse = (request: RequestLine | RequestOptions) => parseRequest('load', request, defaults) as ParsedRequest
const times = { asked: 1010, sent: 1012, firstByte: 1018, end: 1020, connect: 1.5, bytesSent: 90, bytesReceived: 200 }
const answer = (status: number, headers: Exchange['headers'] = {}): Exchange => ({
  ...times,
  status,
  headers,
  body: Buffer.from('text'),
})
const redirect = (location: string, status = 302) => answer(status, { location })

let answers: (Exchange | Error)[]
let sent: PreparedRequest[]
let samples: RequestSample[]
let client: Client
let clock: FakeClock
let renewals: number
beforeEach(() => {
  renewals = 0
  clock = new FakeClock()
  answers = []
  sent = []
  samples = []
  client = create()
})

/** A client whose transport gives `answers`, one after the other; the last one stays. */
const create = (more: Partial<ClientOptions> = {}): Client => {
  const client = createClient({
    transport: transportOf(
      async (request) => {
        sent.push(request)
        const next = answers.length > 1 ? answers.shift() : answers[0]
        if (next instanceof Error) throw next
        return next as Exchange
      },
      () => {
        renewals += 1
      },
    ),
    defaults,
    clock,
    random: createRandom(1),
    time: { zero: 1000 },
    ...more,
  })
  client.begin(sink)
  return client
}
const sink = { request: (sample: RequestSample) => void samples.push(sample) }
const endpoints = () => samples.map(({ endpoint, outcome }) => `${endpoint} ${outcome}`)

describe('connections', () => {
  it.each([
    [true, 3],
    [false, 0],
  ])('are new for each iteration: %s', (renewsConnections, expected) => {
    const client = create({ renewsConnections })
    client.begin(sink)
    client.begin(sink)

    expect(renewals).toBe(expected)
  })
})

describe('a sample', () => {
  it('has what was measured, on the time line of the run', async () => {
    answers = [answer(200)]
    await sendOnce(client, parse('GET /orders/42?full=1'))

    expect(samples).toEqual([
      {
        endpoint: 'GET /orders/42',
        outcome: 'succeeded',
        end: 20,
        latency: 10,
        serviceTime: 8,
        ttfb: 6,
        connect: 1.5,
        sent: 90,
        received: 200,
        failure: undefined,
      },
    ])
  })

  it('adds to the latency of the first request of an iteration how late it was, and only to that one', async () => {
    answers = [redirect('/b'), answer(200)]
    client.begin(sink, 6)
    await sendOnce(client, parse('GET /a'))
    await sendOnce(client, parse('GET /c'))

    expect(samples.map(({ latency, serviceTime }) => [latency, serviceTime])).toEqual([
      [16, 8],
      [10, 8],
      [10, 8],
    ])
  })

  it('is no later than it was asked for where nothing is late any more', async () => {
    answers = [answer(200)]
    client.begin(sink, 6)
    client.begin(sink)
    await sendOnce(client, parse('GET /a'))

    expect(samples[0]?.latency).toBe(10)
  })

  it('of a failed response tells why', async () => {
    answers = [answer(503)]

    expect(await sendOnce(client, parse('GET /a'))).toBe(false)
    expect(samples[0]).toMatchObject({
      outcome: 'failed',
      latency: 10,
      failure: { category: 'http-5xx', message: '503 Service Unavailable', detail: '503 Service Unavailable\ntext' },
    })
  })

  it('of a request without a response has only the times that exist', async () => {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:3000')
    const cut = { ...times, sent: undefined, firstByte: undefined, connect: undefined, bytesSent: 0, bytesReceived: 0 }
    answers = [new RequestError('refused', 'connection refused', cut, { cause })]

    expect(await sendOnce(client, parse('GET /a'))).toBe(false)
    expect(samples).toEqual([
      {
        endpoint: 'GET /a',
        outcome: 'failed',
        end: 20,
        latency: 10,
        serviceTime: undefined,
        ttfb: undefined,
        connect: undefined,
        sent: 0,
        received: 0,
        failure: { category: 'refused', message: 'connection refused', detail: 'connect ECONNREFUSED 127.0.0.1:3000' },
      },
    ])
  })

  it.each([
    ['a success', answer(200), 8, 6],
    ['a failed response', answer(422), 8, undefined],
    ['a reset after the first byte', new RequestError('reset', 'reset', times), undefined, undefined],
    ['a time-out after the first byte', new RequestError('timeout', 'late', times), undefined, 6],
    ['a time-out without one', new RequestError('timeout', 'late', { ...times, firstByte: undefined }), undefined, undefined],
    ['one that was cut after the first byte', new RequestError('interrupted', 'cut', times), undefined, undefined],
  ])('of %s has no time that would not be comparable', async (_, response, serviceTime, ttfb) => {
    answers = [response]
    await sendOnce(client, parse('GET /a'))

    expect(samples[0]).toMatchObject({ serviceTime, ttfb })
  })

  it('of a request that was cut at the end is neither success nor failure', async () => {
    answers = [new RequestError('interrupted', 'cut', { ...times, firstByte: undefined })]

    expect(await sendOnce(client, parse('GET /a'))).toBe(false)
    expect(samples[0]).toMatchObject({ outcome: 'interrupted', latency: 10, ttfb: undefined, failure: undefined })
    expect(client.transportErrors).toBe(0)
  })
})

describe('redirects', () => {
  it('are followed, each as a sample of its own', async () => {
    answers = [redirect('/b?x=1'), redirect('../c'), answer(200)]
    const reply = await client.request(parse('GET /a/b'))

    expect(sent.map(({ path }) => path)).toEqual(['/a/b', '/b?x=1', '/c'])
    expect(endpoints()).toEqual(['GET /a/b succeeded', 'GET /b succeeded', 'GET /c succeeded'])
    expect([reply.status, reply.url]).toEqual([200, 'http://shop:3000/c'])
  })

  it('of a named request are named after it', async () => {
    answers = [redirect('/b'), redirect('/c'), answer(404)]
    await sendOnce(client, parse({ path: '/a', name: 'page' }))

    expect(endpoints()).toEqual(['page succeeded', 'page redirect 1 succeeded', 'page redirect 2 failed'])
  })

  it.each([
    [301, 'GET', 'GET', false],
    [301, 'POST', 'GET', false],
    [302, 'POST', 'GET', false],
    [302, 'PUT', 'PUT', true],
    [303, 'POST', 'GET', false],
    [303, 'DELETE', 'GET', false],
    [303, 'HEAD', 'HEAD', false],
    [307, 'POST', 'POST', true],
    [308, 'POST', 'POST', true],
    [308, 'DELETE', 'DELETE', true],
  ] as const)('with %i after %s are a %s', async (status, method, next, hasBody) => {
    answers = [redirect('/b', status), answer(200)]
    const body = method === 'GET' || method === 'HEAD' ? {} : { json: { a: 1 } }
    await sendOnce(client, parse({ method, path: '/a', ...body, headers: { 'x-a': '1', 'content-language': 'en' } }))

    expect(sent[1]).toMatchObject({ method: next, headers: { 'x-a': '1', authorization: 'me' } })
    expect(sent[1]?.body !== undefined).toBe(hasBody)
    expect(sent[1]?.headers['content-type'] !== undefined).toBe(hasBody)
    if (next !== method) expect(sent[1]?.headers['content-language']).toBeUndefined()
  })

  it.each([
    ['/b', true],
    ['http://shop:3000/b', true],
    ['//shop:3000/b', true],
    ['http://shop:3001/b', false],
    ['https://shop:3000/b', false],
    ['http://other/b', false],
    ['http://ada:secret@shop:3001/b', false],
  ])('to %s keep credentials: %o', async (location, keeps) => {
    answers = [redirect(location, 307), answer(200)]
    await sendOnce(client, parse({ path: '/a', headers: { host: 'shop.example', 'proxy-authorization': 'me', 'x-a': '1' } }))

    expect(Object.keys(sent[1]?.headers ?? {}).toSorted()).toEqual(
      keeps ? ['authorization', 'cookie', 'host', 'proxy-authorization', 'user-agent', 'x-a'] : ['user-agent', 'x-a'],
    )
    expect(sent[1]?.origin).not.toContain('secret')
  })

  it.each([
    ['has no location', answer(302), {}],
    ['leads to no URL', redirect('http://['), {}],
    ['leads out of the web', redirect('myapp://done'), {}],
    ['is no redirect', answer(304, { location: '/b' }), {}],
    ['is not wanted', redirect('/b'), { redirects: 0 }],
    ['is expected itself', redirect('/b'), { expect: 302 }],
  ])('that %s is a response like any other', async (_, response, options) => {
    answers = [response]

    expect((await client.request(parse({ path: '/a', ...options }))).status).toBe(response.status)
    expect(endpoints()).toEqual(['GET /a succeeded'])
  })

  it('are counted: more than allowed are a failure of the last', async () => {
    answers = [redirect('/b'), redirect('/c'), redirect('/d')]
    const request = client.request(parse({ path: '/a', redirects: 2 }))

    await expect(request).rejects.toThrow(expect.objectContaining({ category: 'protocol', message: 'more than 2 redirects' }))
    expect(endpoints()).toEqual(['GET /a succeeded', 'GET /b succeeded', 'GET /c failed'])
    expect(samples[2]?.failure).toEqual({ category: 'protocol', message: 'more than 2 redirects', detail: 'the next is to /d' })
  })

  it('tell no password of where they lead', async () => {
    answers = [redirect('http://ada:secret@shop:3000/b')]
    await sendOnce(client, parse({ path: '/a', redirects: 1 }))

    expect(samples.at(-1)?.failure?.detail).toBe('the next is to http://***@shop:3000/b')
  })

  it('stop after ten', async () => {
    answers = [redirect('/again')]

    expect(await sendOnce(client, parse('GET /a'))).toBe(false)
    expect([sent.length, samples.at(-1)?.failure?.message]).toEqual([11, 'more than 10 redirects'])
  })

  it('judge only the response at the end by what is expected', async () => {
    answers = [redirect('/b'), answer(200)]

    expect(await sendOnce(client, parse({ path: '/a', expect: 201 }))).toBe(false)
    expect(endpoints()).toEqual(['GET /a succeeded', 'GET /b failed'])
  })
})

describe('the counts', () => {
  it('are of requests and of transport errors, until they are reset', async () => {
    answers = [redirect('/b'), answer(500), new RequestError('reset', 'reset', times), answer(200)]
    for (let asked = 0; asked < 3; asked += 1) await sendOnce(client, parse('GET /a'))

    expect([client.requests, client.transportErrors]).toEqual([3, 1])
    client.begin(sink)
    expect([client.requests, client.transportErrors]).toEqual([0, 0])
  })

  it('tell how many requests are over, redirects and attempts not counted', async () => {
    answers = [redirect('/b'), answer(503), answer(503), new RequestError('reset', 'reset', times), redirect('/again')]
    const retry = { attempts: 1, backOff: { jitter: false } }
    const requests = [{ path: '/a', retry }, { path: '/a' }, { path: '/a', redirects: 1 }] as const
    const sending = sendOnce(client, parse(requests[0]))
    await clock.advance(100)
    expect([client.requests, client.settled]).toEqual([1, 0])
    await clock.advance(100)
    await sending
    expect(client.settled).toBe(1)
    for (const request of requests.slice(1)) await sendOnce(client, parse(request))

    expect(client.settled).toBe(3)
    client.begin(sink)
    expect(client.settled).toBe(0)
  })

  it('count a request when it is asked for', () => {
    answers = [answer(200)]
    const pending = sendOnce(client, parse('GET /a'))

    expect(client.requests).toBe(1)
    return pending
  })
})

it('asked for after the client was closed, a request is not sent, and never settles', async () => {
  answers = [answer(200)]
  await client.close()
  const settled = vi.fn()
  for (const retry of [0, 1]) sendOnce(client, parse({ path: '/a', retry })).then(settled, settled)
  await clock.advance(1000)

  expect([sent, client.requests]).toEqual([[], 0])
  expect(settled).not.toHaveBeenCalled()
})

describe('a request that is sent again', () => {
  const retry = { attempts: 2, backOff: { jitter: false } }
  const reset = new RequestError('reset', 'reset', times)

  it('is a sample each time, and succeeds or fails with the last', async () => {
    answers = [answer(503), reset, answer(200)]
    const sending = sendOnce(client, parse({ path: '/a', retry }))
    await clock.advance(1000)

    expect(await sending).toBe(true)
    expect(endpoints()).toEqual(['GET /a failed', 'GET /a failed', 'GET /a succeeded'])
    expect([client.requests, client.transportErrors]).toEqual([1, 0])
  })

  it('waits in between, and longer each time', async () => {
    const asked: number[] = []
    const exchange = async (): Promise<Exchange> => {
      asked.push(clock.now())
      return answer(503)
    }
    client = create({ transport: transportOf(exchange) })
    const sending = sendOnce(client, parse({ path: '/a', retry }))
    await clock.advance(1000)

    expect(await sending).toBe(false)
    expect(asked).toEqual([0, 200, 600])
  })

  it('waits as long as the response asks for', async () => {
    answers = [answer(429, { 'retry-after': '3' }), answer(200)]
    const sending = sendOnce(client, parse({ path: '/a', retry }))
    await clock.advance(2999)
    expect(sent).toHaveLength(1)
    await clock.advance(1)

    expect(await sending).toBe(true)
  })

  it('is given up where it would have to wait for too long, and the sample says so', async () => {
    answers = [answer(429, { 'retry-after': '3600' })]
    const reply = await client.request(parse({ path: '/a', retry }))

    expect(reply.status).toBe(429)
    expect(samples).toHaveLength(1)
    expect(samples[0]?.failure).toMatchObject({
      category: 'rate-limited',
      message: '429 Too Many Requests, not sent again: Retry-After is above 30 s',
    })
  })

  it('adds how late it was only to its first attempt', async () => {
    answers = [answer(503), answer(200)]
    client.begin(sink, 6)
    const sending = sendOnce(client, parse({ path: '/a', retry }))
    await clock.advance(1000)
    await sending

    expect(samples.map(({ latency }) => latency)).toEqual([16, 10])
  })

  it('counts where its iteration began it, also when another has begun', async () => {
    answers = [answer(503), answer(200)]
    const sending = sendOnce(client, parse({ path: '/a', retry }))
    await clock.advance(100)
    client.begin({ request: () => expect.unreachable() })
    await clock.advance(1000)
    await sending

    expect([samples.length, client.requests]).toEqual([2, 0])
  })

  it('begins anew where redirects had led it elsewhere', async () => {
    answers = [redirect('/b'), answer(503), redirect('/c'), answer(200)]
    const sending = client.request(parse({ path: '/a', retry }))
    await clock.advance(1000)

    expect((await sending).url).toBe('http://shop:3000/c')
    expect(sent.map(({ path }) => path)).toEqual(['/a', '/b', '/a', '/c'])
  })

  it('resolves with the last response, and rejects with the last error', async () => {
    answers = [reset, answer(503)]
    const replying = client.request(parse({ path: '/a', retry: { ...retry, attempts: 1 } }))
    await clock.advance(1000)
    expect((await replying).status).toBe(503)

    answers = [answer(503), reset]
    const rejecting = expect(client.request(parse({ path: '/a', retry: { ...retry, attempts: 1 } }))).rejects.toBe(reset)
    await clock.advance(1000)
    await rejecting
    expect(client.transportErrors).toBe(1)
  })

  it('is sent again when it led in circles, if that is wanted', async () => {
    answers = [redirect('/a')]
    const sending = sendOnce(client, parse({ path: '/a', redirects: 1, retry: { ...retry, attempts: 1, on: ['protocol'] } }))
    await clock.advance(1000)

    expect(await sending).toBe(false)
    expect([sent.length, client.transportErrors]).toEqual([4, 0])
  })

  it('is what was expected where a status that fails elsewhere was', async () => {
    answers = [answer(503)]

    expect(await sendOnce(client, parse({ path: '/a', expect: 503, retry }))).toBe(true)
    expect(sent).toHaveLength(1)
  })

  it('is not sent again when the run ends meanwhile: the wait is over at once', async () => {
    answers = [answer(503)]
    const settled = vi.fn()
    const sending = [sendOnce(client, parse({ path: '/a', retry })), sendOnce(client, parse({ path: '/b', retry }))]
    void Promise.all(sending).then(settled)
    await clock.advance(100)
    expect(settled).not.toHaveBeenCalled()
    await client.close()
    await clock.advance(0)

    expect(settled).toHaveBeenCalledWith([false, false])
    expect(sent).toHaveLength(2)
  })

  it('is not sent again when it was cut at the end', async () => {
    answers = [new RequestError('interrupted', 'cut', times)]

    expect(await sendOnce(client, parse({ path: '/a', retry }))).toBe(false)
    expect([endpoints(), client.transportErrors]).toEqual([['GET /a interrupted'], 0])
  })
})

describe('cookies', () => {
  const login = redirect('/account')
  const withCookie = { ...login, headers: { ...login.headers, 'set-cookie': 'session=abc; Path=/' } }

  it('are sent from the next hop on, and with later requests', async () => {
    client = create({ cookies: createCookies() })
    answers = [withCookie, answer(200)]
    await sendOnce(client, parse('GET /login'))
    await sendOnce(client, parse({ path: '/orders', headers: { cookie: undefined } }))

    expect(sent.map(({ headers }) => headers.cookie)).toEqual(['a=1', 'a=1; session=abc', 'session=abc'])
  })

  it('stay with their host', async () => {
    client = create({ cookies: createCookies() })
    answers = [{ ...withCookie, headers: { ...withCookie.headers, location: 'http://other/' } }, answer(200)]
    await sendOnce(client, parse('GET /login'))

    expect(sent.map(({ headers }) => headers.cookie)).toEqual(['a=1', undefined])
  })

  it('are forgotten for another visitor', async () => {
    client = create({ cookies: createCookies() })
    answers = [withCookie, answer(200)]
    await sendOnce(client, parse('GET /login'))
    client.forgetCookies()
    await sendOnce(client, parse('GET /orders'))

    expect(sent.at(-1)?.headers.cookie).toBe('a=1')
  })

  it('are not kept unless they are asked for', async () => {
    answers = [withCookie, answer(200)]
    const login = parse('GET /login')
    await sendOnce(client, login)
    client.forgetCookies()

    expect(sent.map(({ headers }) => headers.cookie)).toEqual(['a=1', 'a=1'])
    expect(sent[0]).toBe(login.prepared)
  })
})

describe('what ends the run', () => {
  const notAllowed = new HostNotAllowedError('shop', 'shop:3000')

  it.each(['send', 'request'] as const)('%s rejects with a host that is not allowed, without a sample', async (method) => {
    answers = [new RequestError('exception', notAllowed.message, times, { cause: notAllowed })]

    const request = parse('GET /a')
    const asked = method === 'send' ? sendOnce(client, request) : client.request(request)
    await expect(asked).rejects.toBe(notAllowed)
    expect([samples, client.transportErrors]).toEqual([[], 0])
  })

  it('is not sent again', async () => {
    answers = [new RequestError('exception', notAllowed.message, times, { cause: notAllowed })]

    await expect(sendOnce(client, parse({ path: '/a', retry: 3 }))).rejects.toBe(notAllowed)
  })

  it('rejects with what a target that cannot be reached rejects with, before anything is sent', async () => {
    const unreachable = new Error('nothing listens')
    client = create({ reachable: async () => Promise.reject(unreachable) })

    await expect(sendOnce(client, parse('GET /a'))).rejects.toBe(unreachable)
    expect([sent, samples]).toEqual([[], []])
  })

  it('asks for each origin, also that of a redirect, and waits only where it has to', async () => {
    const asked: string[] = []
    answers = [redirect('http://other/b'), answer(200)]
    client = create({
      reachable: (origin) => {
        asked.push(origin)
        return origin === 'http://other' ? Promise.resolve() : undefined
      },
    })
    await sendOnce(client, parse('GET /a'))

    expect(asked).toEqual(['http://shop:3000', 'http://other'])
  })
})

describe('http', () => {
  it.each([
    ['get', 'GET'],
    ['head', 'HEAD'],
    ['post', 'POST'],
    ['put', 'PUT'],
    ['patch', 'PATCH'],
    ['delete', 'DELETE'],
    ['options', 'OPTIONS'],
  ] as const)('%s sends a %s', async (name, method) => {
    answers = [answer(200)]
    const reply = await client.http[name]('/a', { query: { b: 1 }, headers: { 'x-a': '1' } })

    expect(sent[0]).toMatchObject({ method, path: '/a?b=1', headers: { 'x-a': '1' } })
    expect([reply.status, reply.text()]).toEqual([200, 'text'])
  })

  it.each(['PUT /a?b=1', { method: 'PUT', path: '/a', query: { b: 1 } }] as const)('request sends %o', async (request) => {
    answers = [answer(200)]
    await client.http.request(request)

    expect(sent[0]).toMatchObject({ method: 'PUT', path: '/a?b=1' })
  })

  it('resolves with any status, and rejects without a response', async () => {
    const error = new RequestError('reset', 'reset', times)
    answers = [answer(500), error]

    expect((await client.http.get('/a')).status).toBe(500)
    await expect(client.http.get('/a')).rejects.toBe(error)
  })

  it('sends at once, unless a file has to be read', async () => {
    answers = [answer(200)]
    const pending = [client.http.post('/plain', { json: 1 }), client.http.post('/file', { form: { file: new Blob(['x']) } })]
    expect(sent.map(({ path }) => path)).toEqual(['/plain'])

    await Promise.all(pending)
    expect(sent.map(({ path }) => path)).toEqual(['/plain', '/file'])
  })

  it('may be waited for later, or never: what fails meanwhile ends no process', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown) => void unhandled.push(error)
    process.on('unhandledRejection', note)
    try {
      const error = new RequestError('interrupted', 'cut', times)
      answers = [error]
      const calls = [
        client.http.get('/a'),
        client.http.request('GET /b'),
        client.http.post('/c', { form: { file: new Blob(['x']) } }),
      ]
      await new Promise((resolve) => setTimeout(resolve, 20))

      expect(unhandled).toEqual([])
      for (const call of calls) await expect(call).rejects.toBe(error)
    } finally {
      process.off('unhandledRejection', note)
    }
  })

  it.each([
    [
      () => client.http.get('nowhere'),
      "http.get: Expected `path` to be a path that begins with '/', or an http or https URL, got 'nowhere'",
    ],
    [() => client.http.get(undefined as never), 'http.get: Expected `path` to be a text, got undefined'],
    [() => client.http.post('/a', { jsn: 1 } as never), 'http.post: Unknown option `jsn`: did you mean `json`?'],
    [() => client.http.get('/a', { path: '/b' } as never), 'http.get: Unknown option `path`'],
    [
      () => client.http.request('GO /a' as never),
      "http.request: Expected a value to be a request, such as 'GET /health', got 'GO /a'",
    ],
  ])('rejects %s', async (call, message) => {
    await expect(call()).rejects.toThrow(message)
    expect(sent).toEqual([])
  })
})
