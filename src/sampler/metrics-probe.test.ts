import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetricsProbe } from './metrics-probe.ts'
import { createScraper, type Scraper } from './scrape.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function scraperOf(listener: RequestListener, headers: Record<string, string> = {}): Promise<Scraper> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  const scraper = await createScraper({ url, watch: [], headers, allowedHosts: [], tls: undefined })
  closing.push(
    () => scraper.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  )
  return scraper
}

describe('a scrape', () => {
  it('asks for either format, with the headers that were given', async () => {
    const scraper = await scraperOf(({ headers }, response) => response.end(`${headers.accept}, ${headers.authorization}`), {
      authorization: 'Bearer a',
    })
    expect(await scraper.scrape()).toMatch(/^application\/openmetrics-text; .*text\/plain; .*, Bearer a$/)
  })

  it.each([
    ['a status', (_, response) => void response.writeHead(404).end(), /^http:.*\/metrics answered with status 404$/],
    ['10 MB', (_, response) => void response.end(Buffer.alloc(10 * 1024 ** 2, 'a')), /answered with more than 5 MB$/],
    ['nothing, ever', () => {}, /5 s/],
    ['a closed connection', ({ socket }) => void socket.destroy(), /.+/],
    ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://example.com' }).end(), /status 302$/],
  ] satisfies [string, RequestListener, RegExp][])(
    'that is answered with %s is refused, with the reason',
    { timeout: 15_000 },
    async (_, listener, message) => {
      await expect((await scraperOf(listener)).scrape()).rejects.toThrow(message)
    },
  )

  it('does not ask at once again for what is too large', async () => {
    let asked = 0
    const scraper = await scraperOf((_, response) => {
      asked += 1
      response.end(Buffer.alloc(6 * 1024 ** 2, 'a'))
    })
    for (let time = 0; time < 3; time += 1) await expect(scraper.scrape()).rejects.toThrow('more than 5 MB')
    expect(asked).toBe(1)
  })

  it('goes nowhere that is not allowed', async () => {
    const task = { url: 'http://metrics.test.example/metrics', watch: [], headers: {}, allowedHosts: [], tls: undefined }
    const scraper = await createScraper(task)
    await expect(scraper.scrape()).rejects.toThrow('metrics.test.example')
  })
})

describe('the metrics of a server', () => {
  const text = '# TYPE made_total counter\nmade_total 1\nqueue_size 3\n# TYPE wait summary\nwait_count 7\n'
  const moment = { now: 0, shortest: 0 }

  it('are all read where none are named', async () => {
    const { readings } = await createMetricsProbe({ scrape: async () => text, watch: [] }).read(moment)
    expect(readings.map(({ name }) => name)).toEqual(['made_total', 'queue_size', 'wait_count'])
  })

  it('are those that are named, by their own names or those of their lines', async () => {
    const probe = createMetricsProbe({ scrape: async () => text, watch: ['queue_size', 'wait_count', 'nothing'] })
    const { readings } = await probe.read(moment)
    expect(readings.map(({ name }) => name)).toEqual(['queue_size', 'wait_count'])
    expect(probe.remarks?.()).toEqual(['the server has no metric `nothing`; it has made_total, queue_size, wait'])
  })

  it('that are HTML are refused', async () => {
    const probe = createMetricsProbe({ scrape: async () => '<html><body>404</body></html>', watch: [] })
    await expect(probe.read(moment)).rejects.toThrow('line 1 of the metrics is not in the format of Prometheus')
    expect(probe.remarks?.()).toEqual([])
  })
})
