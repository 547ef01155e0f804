import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

// A boundary check that reads nothing passes everything: so one violation of each kind is planted, and each must be found.
const violations = {
  'a value from below': {
    file: 'src/core/planted.ts',
    text: "import { runLoad } from '../run/load.ts'\nexport const planted = runLoad\n",
  },
  'a type from below': {
    file: 'src/stats/planted.ts',
    text: "import type { Http } from '../http/client.ts'\nexport type Planted = Http\n",
  },
  'an engine in a report': { file: 'src/report/planted.ts', text: "export { createUndiciTransport } from '../http/undici.ts'\n" },
  'an engine in the main process': {
    file: 'src/project/planted.ts',
    text: "export type { RunContext } from '../run/run-context.ts'\n",
  },
  "Node's half in the page": {
    file: 'src/report/html/page/planted.ts',
    text: "export { outsideText } from '../../outside-text.ts'\n",
  },
  'a connection above http': { file: 'src/core/planted.ts', text: "export { Client } from 'undici'\n" },
  'a library that has one user': { file: 'src/stats/planted.ts', text: "export { default } from 'p-limit'\n" },
}

let missed = 0
for (const [name, { file, text }] of Object.entries(violations)) {
  mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true })
  writeFileSync(file, text)
  try {
    const { status } = spawnSync('depcruise', [file, '--config', '.dependency-cruiser.cjs'], { stdio: 'ignore' })
    if (status === 0) missed += 1
    console.log(`${status === 0 ? '✗ missed' : '✓ found'}: ${name}`)
  } finally {
    rmSync(file)
  }
}

// What dependency-cruiser does not see: types imported inline, and code in an entry point.
const inline = globSync('src/**/*.ts').filter(
  (file) => !file.endsWith('.test.ts') && /(?<!await )\bimport\(['"]\.\.?\//.test(readFileSync(file, 'utf8')),
)
const withCode = globSync('src/*.ts').filter(
  (file) => file !== 'src/tags.ts' && withoutExports(readFileSync(file, 'utf8')) !== '',
)
for (const file of inline) console.log(`✗ an import inside of a type: ${file}`)
for (const file of withCode) console.log(`✗ an entry point that does more than export: ${file}`)
process.exitCode = missed + inline.length + withCode.length === 0 ? 0 : 1

function withoutExports(text: string): string {
  return text
    .replace(/\/\*.*?\*\/|\/\/.*$/gms, '')
    .replace(/^(export [^'=]*from|import) '[^']+'$/gm, '')
    .trim()
}
