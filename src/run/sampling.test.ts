import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { constantVus } from '../profile/constant-vus.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { ScenarioFunction } from '../scenario/scenario.ts'
import { runLoad } from './load.ts'
import { recordingContext } from './run-context.fixture.ts'
import { planSampling, type SampledRun } from './sampling.ts'

const options = { baseUrl: undefined, allowedHosts: [], tls: undefined, sample: undefined, metrics: undefined }
const settings = { allowedHosts: [], coolDown: 0, baseUrl: 'http://127.0.0.1:3000' }
const cuts = [0, 1000, 1000, Number.POSITIVE_INFINITY]

function planned(given: Partial<SampledRun['options']>, more: Partial<SampledRun['settings']> = {}, origin?: string) {
  return planSampling({ options: { ...options, ...given }, settings: { ...settings, ...more }, origin, cuts })
}

describe('what is sampled', () => {
  it('is the machine and whoever listens on the target’s port, every second, unless somebody says otherwise', () => {
    expect(planned({})).toEqual({
      every: 1000,
      cuts: [0, 1000],
      hasMachine: true,
      server: { pid: undefined, port: 3000 },
      inspectors: undefined,
      metrics: undefined,
    })
  })

  it.each([
    ['of the project', {}, { serverPid: 7 }, undefined, { pid: 7, port: 3000 }],
    ['that was named', { sample: { every: 1000, pid: 9 } }, { serverPid: 7 }, undefined, { pid: 9, port: undefined }],
    ['of another target', { baseUrl: 'http://127.0.0.1:4000' }, { serverPid: 7 }, undefined, { pid: undefined, port: 4000 }],
    ['of an absolute URL', {}, { serverPid: 7 }, 'https://localhost', { pid: undefined, port: 443 }],
    ['of another machine', { baseUrl: 'http://api.test.example' }, { serverPid: 7 }, undefined, undefined],
  ])('is the process %s', (_, given, more, origin, server) => {
    expect(planned(given, more, origin)?.server).toEqual(server)
  })

  it.each([
    ['inspected where its project says so', {}, { serverInspectors: ['ws://127.0.0.1:9/x'] }, ['ws://127.0.0.1:9/x']],
    ['said not to be inspected where that was asked for in vain', {}, { serverInspectors: [] }, []],
    ['not inspected where nobody asked', {}, {}, undefined],
    [
      'not inspected of another target',
      { baseUrl: 'http://127.0.0.1:4000' },
      { serverInspectors: ['ws://127.0.0.1:9/x'] },
      undefined,
    ],
    ['not inspected where another process was named', { sample: { every: 1000, pid: 9 } }, { serverInspectors: [] }, undefined],
    ['not inspected where sampling is off', { sample: false as const }, { serverInspectors: [] }, undefined],
  ])('is a server that is %s', (_, given, more, inspectors) => {
    const metrics = { url: '/metrics', watch: [], headers: {} }
    expect(planned({ metrics, ...given }, more)?.inspectors).toEqual(inspectors)
  })

  it('is nothing where sampling is off', () => {
    expect(planned({ sample: false })).toBeUndefined()
    expect(planned({}, { sample: false })).toBeUndefined()
    expect(planned({ sample: { every: 500, pid: undefined } }, { sample: false })?.every).toBe(500)
  })

  it('are the metrics alone, where sampling is off', () => {
    const metrics = { url: '/metrics', watch: ['queue_size'], headers: {} }
    expect(planned({ sample: false, metrics })).toMatchObject({
      hasMachine: false,
      server: undefined,
      metrics: { url: 'http://127.0.0.1:3000/metrics', watch: ['queue_size'] },
    })
  })

  it('are no metrics of a host that is not allowed', () => {
    const metrics = { url: 'http://metrics.test.example/metrics', watch: [], headers: {} }
    expect(() => planned({ metrics })).toThrow(expect.objectContaining({ code: 'ERR_LOAD_HOST' }))
    expect(planned({ metrics, allowedHosts: ['metrics.test.example'] })?.metrics?.url).toBe(metrics.url)
  })

  it('are no metrics at a path of nowhere', () => {
    const metrics = { url: '/metrics', watch: [], headers: {} }
    const nowhere = { options: { ...options, metrics }, settings: { allowedHosts: [], coolDown: 0 }, cuts }
    expect(() => planSampling(nowhere)).toThrow("metrics: Expected `baseUrl` for the path '/metrics' of `metrics.url`")
  })
})

describe('a load', () => {
  let made = 0
  /** What was made when the metrics were asked for. */
  const scraped: number[] = []
  const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
    '/metrics': (response) => {
      scraped.push(made)
      response.end(`# TYPE made_total counter\nmade_total ${made}\n`)
    },
    '/html': (response) => response.end('<html>'),
    '/large': (response) => response.end(Buffer.alloc(10 * 1024 ** 2, 'a')),
    '/missing': (response) => response.writeHead(404).end(),
    '/silent': () => {},
    '/made': (response) => {
      made += 1
      response.end('ok')
    },
  }
  let asked = 0
  let began = Number.NaN
  const server = createServer(({ url = '' }, response) => {
    const count = (): void => {
      asked += 1
    }
    if (url === '/silent') count()
    else if (url !== '/made') response.once('close', count)
    answers[url]?.(response)
  })
  /** A load that lasts until the metrics were answered so often, and no shorter than a second. All are in one process, so it leaves time. */
  const untilAsked =
    (times: number): ScenarioFunction =>
    async ({ http, sleep }) => {
      began = performance.now()
      for (let now = began; now - began < 1000 || (asked < times && now - began < 20_000); now = performance.now()) {
        await http.get('/made')
        await sleep('20ms')
      }
    }

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(() => {
    asked = 0
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it('has the resources of its time', async () => {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const context = recordingContext({ baseUrl, sample: { every: 200 } })
    const begin = performance.now()
    const result = await runLoad(untilAsked(6), perVuIterations(1, 1), { metrics: { url: '/metrics' } }, context)
    const { resources } = result
    expect(scraped.length).toBeGreaterThanOrEqual(6)
    const [first = Number.NaN] = scraped
    expect(resources.metric('made_total').increase).toBe(made - first)
    // The first reading is from before the load, which waits for it, but for no longer than a second.
    if (first > 0) expect(began - begin).toBeGreaterThan(990)
    expect(resources.system.memory.readings).toBeGreaterThan(2)
    expect(resources.generator.cpu.max).toBeGreaterThan(0)
    if (process.platform === 'linux') {
      // The test's own process is the server.
      expect(resources.server.memory.last).toBeGreaterThan(1_000_000)
      expect(resources.marks.map(({ message }) => message)).toEqual(["the server runs in the generator's own process"])
    }
    expect(context.reported).toEqual([result])
  })

  it.each([
    ['/html', 4, /^line 1 of the metrics is not in the format of Prometheus/],
    ['/large', 1, /\/large answered with more than 5 MB$/],
    ['/missing', 4, /\/missing answered with status 404$/],
    ['/silent', 1, /^no answer until the end of the run$/],
  ])('goes on, and ends in time, where its metrics are not to be had: %s', async (url, times, message) => {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const context = recordingContext({ baseUrl, sample: { every: 200 } })
    const { resources } = await runLoad(untilAsked(times), perVuIterations(1, 1), { metrics: { url } }, context)
    const gap = resources.marks.find(({ source }) => source === 'metrics')
    expect(gap?.message).toMatch(message)
    // One mark for all of the failures, or of the wait.
    expect(gap?.until).toBeGreaterThan(gap?.at ?? Number.NaN)
  })

  it('has none where it was told so', async () => {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const result = await runLoad('GET /made', constantVus(1, '1s'), { sample: false }, recordingContext({ baseUrl }))
    expect(result.resources.series).toEqual([])
    expect(result.toJSON()).not.toHaveProperty('resources')
  })
})
