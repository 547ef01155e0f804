import { buildPage } from '../../scripts/build-page.ts'

/** The page as its source is now. */
export async function setup(): Promise<void> {
  await buildPage()
}
