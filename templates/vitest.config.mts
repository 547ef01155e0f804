import { defineConfig } from 'vitest/config'
import { loadProject } from 'vitest-load/config'

// A service that runs already, such as in a container beside this one. Without it the server is started here.
const { LOAD_BASE_URL } = process.env

export default defineConfig({
  test: {
    projects: [
      loadProject({
        ...(LOAD_BASE_URL
          ? { baseUrl: LOAD_BASE_URL, ready: { url: '/health' } }
          : { webServer: { command: 'node tests/load/server.mjs 3000', url: 'http://127.0.0.1:3000/health' } }),
        history: true,
      }),
    ],
  },
})
