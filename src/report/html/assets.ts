import { readFileSync } from 'node:fs'

export interface PageAssets {
  readonly script: string
  readonly style: string
}

// The same place from `src` and from `dist`: the build bundles the page's own code there.
const directory = new URL('../../../dist/report/html/', import.meta.url)

let assets: PageAssets | undefined

/** The page's own code and style, as the build bundled them. */
export function pageAssets(): PageAssets {
  assets ??= { script: read('page.js'), style: read('page.css') }
  return assets
}

function read(name: string): string {
  return readFileSync(new URL(name, directory), 'utf8')
}
