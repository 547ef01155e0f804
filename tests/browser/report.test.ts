import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sampleReport } from '../../src/report/sample-report.fixture.ts'
import { chromiumPath, launchChromium, openPage, type WatchedPage, whyWithout } from './chromium.ts'
import { writeReport } from './report-file.ts'

if (chromiumPath === undefined) it('needs a browser', ({ skip }) => skip(whyWithout))

describe.skipIf(chromiumPath === undefined)('the report in a browser', () => {
  let browser: Browser
  let url: string
  let watched: WatchedPage

  beforeAll(async () => {
    browser = await launchChromium()
    url = writeReport(sampleReport())
  })

  afterAll(() => browser?.close())

  beforeEach(async () => {
    watched = await openPage(browser, url)
  })

  afterEach(async () => {
    expect(watched.complaints).toEqual([])
    expect(watched.requests).toEqual([])
    await watched.page.context().close()
  })

  it('leads from the overview to every result', async () => {
    const { page } = watched
    const rows = page.getByRole('group', { name: 'All results' }).getByRole('row')
    expect(await rows.count()).toBe(9)
    await page.getByRole('group', { name: 'All results' }).getByRole('link', { name: 'ladder (50)' }).click()
    expect(new URL(page.url()).hash).toBe('#test-5-2')
    await expect
      .poll(() => page.locator('#test-5-2').evaluate((one) => Math.abs(one.getBoundingClientRect().top)))
      .toBeLessThan(200)
  })

  it('sorts endpoints by any column, both ways, and says so', async () => {
    const { page } = watched
    const table = page.locator('#test-1').getByRole('group', { name: 'Figures by endpoint' })
    const names = async (): Promise<string[]> => table.getByRole('rowheader').allTextContents()
    const header = table.getByRole('columnheader', { name: 'p95' })
    await header.getByRole('button').click()
    expect(await header.getAttribute('aria-sort')).toBe('descending')
    const descending = await names()
    await header.getByRole('button').press('Enter')
    expect(await header.getAttribute('aria-sort')).toBe('ascending')
    expect(await names()).toEqual(descending.toReversed())
    await table.getByRole('button', { name: 'Endpoint' }).click()
    expect(await names()).toEqual(descending.toSorted())
    expect(await header.getAttribute('aria-sort')).toBeNull()
  })

  it('zooms all charts of a result with a drag, and shows all again', async () => {
    const { page } = watched
    const chart = page.locator('#test-1').getByRole('slider', { name: 'Latency', exact: true })
    await chart.scrollIntoViewIfNeeded()
    const over = chart.locator('.u-over')
    const box = await over.boundingBox()
    if (box === null) throw new Error('Expected the chart to be drawn')
    await page.mouse.move(box.x + box.width * 0.2, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 })
    await page.mouse.up()
    const shown = page.locator('#test-1').getByRole('status')
    await expect.poll(() => shown.first().textContent()).toMatch(/^Shown: 0:(59|60)\.?\d* to |^Shown: 1:00\.?\d* to /)
    expect(await ticksOf(page)).toEqual(await ticksOf(page, 'Throughput and users'))
    await over.dblclick()
    await expect.poll(() => shown.first().textContent()).toBe('')
  })

  it('draws how a test went from run to run, and says since when it is slower', async () => {
    const { page } = watched
    const part = page.locator('#test-2').locator('section', { has: page.getByRole('heading', { name: 'From run to run' }) })
    await part.scrollIntoViewIfNeeded()
    expect(await part.getByRole('listitem').first().textContent()).toBe(
      'p95 101 ms → 151 ms (+49.5 %) since 2026-03-21 02:17 UTC',
    )
    await expect.poll(() => part.locator('canvas').count()).toBe(3)
    expect(await part.textContent()).toContain('2 runs under other conditions (profile, scale or machine) left out.')
    expect(await page.getByRole('heading', { name: 'From run to run' }).count()).toBe(1)
  })

  it('zooms with a finger to the side, scrolls with one up and down, and shows all again with two taps', async () => {
    const touched = await openPage(browser, url, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
    const { page } = touched
    const over = page.locator('#test-1').getByRole('slider', { name: 'Latency', exact: true }).locator('.u-over')
    await page.locator('#test-1').getByRole('slider', { name: 'Latency', exact: true }).scrollIntoViewIfNeeded()
    const box = await over.boundingBox()
    if (box === null) throw new Error('Expected the chart to be drawn')
    const session = await page.context().newCDPSession(page)
    const shown = page.locator('#test-1').getByRole('status').first()
    const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y })
    const drag = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] })
      for (let step = 1; step <= 10; step += 1) {
        const part = { x: from.x + ((to.x - from.x) * step) / 10, y: from.y + ((to.y - from.y) * step) / 10 }
        await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [part] })
      }
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    }

    await drag(at(0.2, 0.5), at(0.6, 0.55))
    await expect.poll(() => shown.textContent()).toMatch(/^Shown: (0:5\d|1:0\d)\.?\d* to (2:5\d|3:0\d)/)
    // Two taps that a busy machine brings too late after each other are none that belong together.
    const tapTwice = async (): Promise<void> => {
      for (let taps = 0; taps < 2; taps += 1) await page.touchscreen.tap(at(0.5, 0.5).x, at(0.5, 0.5).y)
    }
    await expect.poll(() => tapTwice().then(() => shown.textContent())).toBe('')

    const before = await page.evaluate(() => scrollY)
    await drag(at(0.5, 0.9), at(0.55, -0.6))
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 100)
    expect(await shown.textContent()).toBe('')
    expect(touched.complaints).toEqual([])
    await page.context().close()
  })

  it('zooms to a stage with a button', async () => {
    const { page } = watched
    const peak = page.locator('#test-1').getByRole('button', { name: 'peak' })
    await peak.click()
    expect(await peak.getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('#test-1').getByRole('status').first().textContent()).toBe('Shown: 1:00 to 3:00')
    await page.locator('#test-1').getByRole('button', { name: 'Whole run' }).click()
    expect(await peak.getAttribute('aria-pressed')).toBe('false')
  })

  it('is read and zoomed with the keyboard alone', async () => {
    const { page } = watched
    const latency = page.locator('#test-1').getByRole('slider', { name: 'Latency', exact: true })
    await latency.focus()
    await expect.poll(() => latency.locator('canvas').count()).toBe(1)
    await page.keyboard.press('Home')
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    expect(await latency.getAttribute('aria-valuetext')).toMatch(/^0:03: p50 .* ms, p95 .* ms, p99 .*/)
    // The cursor is one for all charts.
    expect(await page.locator('#test-1 figure', { hasText: 'Throughput and users' }).locator('.readout').textContent()).toBe(
      '0:03',
    )
    await page.keyboard.press('+')
    expect(await page.locator('#test-1').getByRole('status').first().textContent()).toMatch(/^Shown: 0:00 to /)
    await page.keyboard.press('Escape')
    expect(await page.locator('#test-1').getByRole('status').first().textContent()).toBe('')
  })

  it('hides a series, and gives the figures as text', async () => {
    const { page } = watched
    const figure = page.locator('#test-1 figure', { hasText: 'Latency' }).first()
    const p50 = figure.getByRole('button', { name: 'p50' })
    await p50.click()
    expect(await p50.getAttribute('aria-pressed')).toBe('false')
    await figure.getByText('Figures').click()
    const table = figure.getByRole('group', { name: 'Figures of Latency' })
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Time', 'p50', 'p95', 'p99', 'p95, main'])
    expect(await table.getByRole('row').count()).toBeGreaterThan(10)
  })

  it('follows the system into the dark, and a user who wants it otherwise', async () => {
    const { page } = watched
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await background()
    expect(dark).not.toBe(light)
    const toggle = page.getByRole('button', { name: 'Dark' })
    expect(await toggle.getAttribute('aria-pressed')).toBe('true')
    await toggle.click()
    expect(await background()).toBe(light)
    // A page that is loaded at once may come before what the one before it has stored.
    await expect.poll(() => page.reload().then(background)).toBe(light)
  })

  it('has an outline, landmarks and named charts for who does not see it', async () => {
    const { page } = watched
    const levels = await page.locator('h1, h2, h3, h4, h5').evaluateAll((all) => all.map((one) => Number(one.tagName[1])))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true)
    for (const landmark of ['banner', 'main', 'navigation', 'contentinfo'] as const) {
      expect(await page.getByRole(landmark).count()).toBe(1)
    }
    const snapshot = await page.locator('#test-1').ariaSnapshot()
    expect(snapshot).toMatch(/failed:"?\s+- paragraph: .?GET \/orders\/:id in peak: p99 was 1\.21 s, expected below 300 ms/)
    const latency = page.locator('#test-1').getByRole('slider', { name: 'Latency', exact: true })
    expect(await latency.getAttribute('aria-valuetext')).toMatch(/^p50: from .* to .*\. p95: from .*/)
  })

  it.each([
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 360, colorScheme: 'light' },
  ] as const)('has nothing that axe objects to at $width px in $colorScheme', async ({ width, colorScheme }) => {
    const { page } = watched
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axe.source)
    const violations = await page.evaluate(async () => {
      const { axe: injected } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      const { violations: found } = await injected.run()
      return found.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html)
            .slice(0, 3)
            .join(' ')}`,
      )
    })
    expect(violations).toEqual([])
  })

  it.each([360, 768, 1280, 1920])('is no wider than a screen of %i px', async (width) => {
    const { page } = watched
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })

  it('prints every chart, in light colours, and looks as before afterwards', async () => {
    const { page } = watched
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const seen = page.evaluate(
      () =>
        new Promise<{ charts: number; drawn: number; scheme: string }>((resolve) => {
          addEventListener('beforeprint', () =>
            resolve({
              charts: document.querySelectorAll('.plot').length,
              drawn: document.querySelectorAll('.plot canvas').length,
              scheme: getComputedStyle(document.documentElement).colorScheme,
            }),
          )
        }),
    )
    const pdf = await page.pdf({ format: 'A4' })
    const { charts, drawn, scheme } = await seen
    expect(scheme).toBe('light')
    // A result without a single moment has no charts to draw.
    expect(drawn).toBe(charts)
    expect(pdf.length).toBeGreaterThan(50_000)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(dark)
  })
})

/** Where the plot of a chart begins and ends on its time axis: of all charts of a result the same. */
async function ticksOf(page: Page, name = 'Latency'): Promise<string> {
  const slider = page.locator('#test-1').getByRole('slider', { name, exact: true })
  await slider.focus()
  await page.keyboard.press('Home')
  return (await slider.getAttribute('aria-valuetext'))?.split(': ')[0] ?? ''
}
