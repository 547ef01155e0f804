import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'

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
process.exitCode = missed === 0 ? 0 : 1
