import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { buildPage } from './build-page.ts'

// What was deleted in src must not live on in dist.
rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
process.exitCode = status ?? 1
if (process.exitCode === 0) await buildPage()
