import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createReport, describeTest } from '../../src/report/create-report.ts'
import { renderLiveHtml } from '../../src/report/html/html.ts'
import type { ResultReport, TestReport } from '../../src/report/model.ts'
import { runningResult } from '../../src/report/running-result.ts'
import { sampleReport } from '../../src/report/sample-report.fixture.ts'
import type { LivePoint, ReportUpdate } from '../../src/report/update.ts'
import { chromiumPath, launchChromium, openPage, type WatchedPage, whyWithout } from './chromium.ts'

if (chromiumPath === undefined) it('needs a browser', ({ skip }) => skip(whyWithout))

describe.skipIf(chromiumPath === undefined)('the page while the run is on', () => {
  let browser: Browser
  let run: LiveRun

  beforeAll(async () => {
    browser = await launchChromium()
  })

  afterAll(() => browser?.close())

  beforeEach(async () => {
    run = await LiveRun.start()
  })

  afterEach(() => run.close())

  async function openLive(): Promise<WatchedPage> {
    const watched = await openPage(browser, run.url)
    await expect.poll(() => watched.page.locator('.live-status').textContent()).toBe('Live')
    return watched
  }

  it('shows a test as it begins, grows its charts, and ends as the report', async () => {
    const { page, complaints } = await openLive()
    expect(await page.locator('main').textContent()).toContain('No test has begun yet.')
    run.send({ kind: 'test', test: runningTest() })
    await expect.poll(() => page.locator('h2').allTextContents()).toEqual(['Overview', 'a spike'])
    run.send(points(0, 3))
    const chart = page.locator('#test-1').getByRole('slider', { name: 'Throughput and users' })
    await expect.poll(() => chart.getAttribute('aria-valuemax')).toBe('2')
    await expect.poll(() => chart.locator('canvas').count()).toBe(1)
    run.send(points(3, 40))
    await expect.poll(() => chart.getAttribute('aria-valuemax')).toBe('39')
    expect(await page.locator('#test-1 .tiles').textContent()).toContain('4,000')
    run.send({ kind: 'report', report: sampleReport() })
    await expect.poll(() => page.locator('.live-status').textContent()).toBe('The run is over')
    expect(await page.locator('h2').count()).toBe(7)
    expect(await page.getByRole('button', { name: 'Stop the run' }).count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('keeps the focus and the zoom of its reader while charts grow', async () => {
    const { page } = await openLive()
    run.send({ kind: 'test', test: runningTest() })
    run.send(points(0, 10))
    const button = page.locator('#test-1').getByRole('button', { name: 'warm' })
    await button.click()
    run.send(points(10, 12))
    const chart = page.locator('#test-1').getByRole('slider', { name: 'Throughput and users' })
    await expect.poll(() => chart.getAttribute('aria-valuemax')).toBe('11')
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true)
    await page.context().close()
  })

  it('leaves the order, the focus and what is open in tables as they are', async () => {
    const { page } = await openLive()
    run.send({ kind: 'test', test: runningTest('one', 'b') })
    run.send({ kind: 'test', test: runningTest('two', 'a') })
    run.send(points(0, 10))
    const all = page.getByRole('group', { name: 'All results' })
    await all.getByRole('button', { name: 'Test' }).click()
    await all.getByRole('link', { name: 'b' }).focus()
    const latency = page.locator('#test-1 figure', { hasText: 'Latency' }).first()
    await latency.getByText('Figures').click()
    await all.getByRole('link', { name: 'b' }).focus()
    run.send(points(10, 12))
    await expect.poll(() => all.getByRole('row').last().textContent()).toContain('1,200')
    expect(await all.getByRole('link').allTextContents()).toEqual(['a', 'b'])
    expect(await all.getByRole('link', { name: 'b' }).evaluate((one) => one === document.activeElement)).toBe(true)
    expect(await latency.getByRole('group', { name: 'Figures of Latency' }).getByRole('row').count()).toBe(13)
    await page.context().close()
  })

  it('survives a lost connection: what it missed comes with the next one', async () => {
    const { page } = await openLive()
    run.send({ kind: 'test', test: runningTest() })
    await expect.poll(() => page.locator('#test-1').count()).toBe(1)
    run.leave()
    await expect.poll(() => page.locator('.live-status').textContent()).toContain('Connection lost')
    run.comeBack()
    await expect.poll(() => page.locator('.live-status').textContent(), { timeout: 10_000 }).toBe('Live')
    await page.context().close()
  })

  it('stops the run with a button', async () => {
    const { page } = await openLive()
    await page.getByRole('button', { name: 'Stop the run' }).click()
    await expect.poll(() => run.stops).toBe(1)
    expect(await page.locator('.live-status').textContent()).toBe('Stopping …')
    await page.context().close()
  })
})

/** A stand-in for the server of the live page. */
class LiveRun {
  readonly #server: Server
  readonly #listeners = new Set<ServerResponse>()
  #isAway = false
  stops = 0

  constructor() {
    const html = renderLiveHtml(createReport([], { isLive: true }), { events: 'events', stop: 'stop' })
    this.#server = createServer((request, response) => {
      if (this.#isAway) request.socket.destroy()
      else if (request.url === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('retry: 100\n\n')
        this.#listeners.add(response)
      } else if (request.url === '/stop' && request.method === 'POST') {
        this.stops += 1
        response.writeHead(204).end()
      } else if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(html)
      else response.writeHead(404).end()
    })
  }

  static async start(): Promise<LiveRun> {
    const run = new LiveRun()
    await new Promise<void>((resolve) => run.#server.listen(0, '127.0.0.1', resolve))
    return run
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  send(update: ReportUpdate): void {
    for (const listener of this.#listeners) listener.write(`data: ${JSON.stringify(update)}\n\n`)
  }

  /** Breaks off all connections, and takes none. */
  leave(): void {
    this.#isAway = true
    this.drop()
  }

  comeBack(): void {
    this.#isAway = false
  }

  drop(): void {
    for (const listener of this.#listeners) listener.destroy()
    this.#listeners.clear()
  }

  async close(): Promise<void> {
    this.drop()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function runningTest(id = 'one', name = 'a spike'): TestReport {
  const result: ResultReport = {
    ...runningResult({
      name,
      startedAt: '2026-03-14T09:26:53.589Z',
      model: 'open',
      profile: '200/s for 60 s',
      planned: 60_000,
    }),
    spans: [
      { name: 'warm', start: 0, end: 20_000 },
      { name: 'peak', start: 20_000, end: 60_000 },
    ],
  }
  return describeTest({ id, name, state: 'running', results: [result], verdicts: [] })
}

function points(from: number, to: number): ReportUpdate {
  const list = Array.from({ length: to - from }, (_, index): LivePoint => {
    const errors = from + index > 5 ? { timeout: 2 } : {}
    return { at: (from + index) * 1000, duration: 1000, vus: 10, throughput: 100, failed: 0, p50: 10, p95: 20, p99: 30, errors }
  })
  const total = {
    requests: to * 100,
    failed: 0,
    interrupted: 0,
    rate: 100,
    count: to * 100,
    timeouts: 0,
    p50: 10,
    p95: 20,
    p99: 30,
  }
  return { kind: 'points', test: 'one', points: list, duration: to * 1000, total }
}
