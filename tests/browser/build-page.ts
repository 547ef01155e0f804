import { buildPage } from '../../scripts/build-page.ts'
import { chromiumPath, whyWithout } from './chromium.ts'

/** The page as its source is now; and a word where no browser can show it. */
export async function setup(): Promise<void> {
  if (chromiumPath === undefined) console.warn(`The browser tests are skipped: ${whyWithout}.`)
  await buildPage()
}
