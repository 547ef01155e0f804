import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './median.ts'

// What telling the reporter each second how far a load is costs the thread that loads: 20 endpoints with 250 requests each, in a real run.
const directory = mkdtempSync(join(tmpdir(), 'vitest-load-bench-'))
try {
  const figures = join(directory, 'figures')
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
  execFileSync(process.execPath, [vitest, 'run', '--root', fileURLToPath(new URL('reporter', import.meta.url))], {
    env: { ...process.env, FIGURES: figures, OUTPUT_DIR: join(directory, 'load') },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  })
  const costs = JSON.parse(readFileSync(figures, 'utf8')) as number[]
  const cost = median(costs)
  console.log(`Node ${process.version}, ${availableParallelism()} cores; telling the reporter how far a load is, once a second:
  ${cost.toFixed(0)} µs of CPU each time (median of ${costs.length} rounds: ${costs.map((one) => one.toFixed(0)).join(', ')})
  ${(cost / 10_000).toFixed(3)} % of the thread that loads (limit 0.5 %)`)
} finally {
  rmSync(directory, { recursive: true })
}
