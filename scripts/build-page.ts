import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'

/** Bundles the code and the style of the HTML report into `dist/report/html`, from where `renderHtml` takes them. */
export async function buildPage(): Promise<void> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2023',
      minify: true,
      cssCodeSplit: false,
      lib: {
        entry: 'src/report/html/page/main.ts',
        formats: ['iife'],
        name: 'report',
        fileName: () => 'page.js',
        cssFileName: 'page',
      },
    },
  })
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput
  const licence = readFileSync(`${root}/node_modules/uplot/LICENSE`, 'utf8').trim()
  const notice = `/*! This page holds uPlot.\n\n${licence}\n*/\n`
  const directory = `${root}/dist/report/html`
  mkdirSync(directory, { recursive: true })
  for (const file of output) {
    const text = file.type === 'chunk' ? notice + inlined(file.code) : String(file.source)
    writeFileSync(`${directory}/${file.fileName}`, text)
  }
}

/** Code as it may stand in a script element: nothing in it ends one. */
function inlined(code: string): string {
  return code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage()
