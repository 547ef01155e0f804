import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const { CHROMIUM_PATH: chosen } = process.env
const places = chosen === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] : [chosen]

/** The system's Chromium; `undefined` where there is none, and then the tests say that they were skipped. */
export const chromiumPath = places.find((path) => existsSync(path))

export const whyWithout = 'no Chromium is installed (CHROMIUM_PATH, /usr/bin/chromium)'

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? 'chromium', args: ['--no-sandbox'] })
}

/** A page, and what it did that a report must not do. */
export interface WatchedPage {
  readonly page: Page
  /** What was written to the console as an error or a warning, and what was thrown. */
  readonly complaints: string[]
  /** All that was requested but the page itself. */
  readonly requests: string[]
}

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    dialog.dismiss().catch(() => {})
  })
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url())
  })
  await page.goto(url)
  return { page, complaints, requests }
}
