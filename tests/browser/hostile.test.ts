import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostileReport, hostileTexts } from '../../src/report/hostile-report.fixture.ts'
import { chromiumPath, launchChromium, openPage, whyWithout } from './chromium.ts'
import { writeReport } from './report-file.ts'

if (chromiumPath === undefined) it('needs a browser', ({ skip }) => skip(whyWithout))

describe.skipIf(chromiumPath === undefined)('a report of hostile names and messages', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium()
  })

  afterAll(() => browser?.close())

  it.each(Object.keys(hostileTexts) as (keyof typeof hostileTexts)[])('shows %s as text, and runs none of it', async (kind) => {
    const { page, complaints, requests } = await openPage(browser, writeReport(hostileReport(hostileTexts[kind])))
    for (const summary of await page.locator('main summary').all()) await summary.click()
    expect(
      await page.evaluate(() => document.querySelectorAll('img, iframe, object, b, body > script:not([id]) ~ script').length),
    ).toBe(0)
    expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280)
    const start = hostileTexts[kind].slice(0, 12).trim()
    if (/^[ -~]+$/.test(start)) expect(await page.locator('h2').allTextContents()).toContainEqual(expect.stringContaining(start))
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
    await page.context().close()
  })

  it('is stopped by its policy from running or fetching what it did not bring', async () => {
    const { page, complaints, requests } = await openPage(browser, writeReport(hostileReport('a test')))
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.wasRun = true'
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/pixel.png'
      document.body.append(script, image)
    })
    await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(2)
    expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false)
    expect(requests.filter((url) => !url.endsWith('/pixel.png'))).toEqual([])
    await page.context().close()
  })
})
