import { defineConfig } from 'vitest/config'
import { loadProject } from 'vitest-load/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'fixtures/**/*.test.ts'] } },
      loadProject({
        baseUrl: 'http://127.0.0.1:4173',
        webServer: { command: 'node fixtures/server.ts --port 4173', url: '/health' },
      }),
    ],
  },
})
