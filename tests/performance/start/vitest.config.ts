import { defineConfig } from 'vitest/config'
import { loadProject } from 'vitest-load/config'

export default defineConfig({
  test: { projects: [loadProject({ baseUrl: process.env.START_URL ?? '', include: ['trivial.start.ts'] })] },
})
