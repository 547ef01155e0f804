import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

// What was deleted in src must not live on in dist.
rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
process.exitCode = status ?? 1
