import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReport } from '../../src/report/create-report.ts'
import { describeResult } from '../../src/report/describe-result.ts'
import { soakResult } from '../../src/report/sample-runs.fixture.ts'
import { chromiumPath, launchChromium, openPage, whyWithout } from './chromium.ts'
import { writeReport } from './report-file.ts'

if (chromiumPath === undefined) it('needs a browser', ({ skip }) => skip(whyWithout))

describe.skipIf(chromiumPath === undefined)('a report of ten results of ten minutes', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium()
  })

  afterAll(() => browser?.close())

  it('is there, and answers, within a second', async () => {
    const result = describeResult(soakResult())
    const tests = Array.from(
      { length: 10 },
      (_, index) => ({ name: `test ${index}`, state: 'passed', results: [result], verdicts: [] }) as const,
    )
    const file = writeReport(createReport(tests))
    let { page } = await openPage(browser, file)
    // On a busy machine it may take longer, but not each time.
    for (let tries = 1; tries < 5 && (await loadedAfter(page)) >= 1000; tries += 1) {
      await page.context().close()
      page = (await openPage(browser, file)).page
    }
    const loaded = await loadedAfter(page)
    await page.getByRole('button', { name: 'p95' }).first().click()
    expect(await page.locator('th[aria-sort]').count()).toBe(1)
    expect(loaded).toBeLessThan(1000)
    await page.context().close()
  })
})

/** The page is drawn and listens before it counts as loaded. */
async function loadedAfter(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return entry?.loadEventEnd ?? Number.POSITIVE_INFINITY
  })
}
