import { defineConfig } from 'vitest/config'
import { loadProject } from 'vitest-load/config'

export default defineConfig({
  test: {
    projects: [loadProject({ include: ['*.reporter.ts'], outputDir: process.env.OUTPUT_DIR ?? '.vitest/load', sample: false })],
  },
})
