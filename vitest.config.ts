import { defineConfig } from 'vitest/config'
import { loadProject } from 'vitest-load/config'

/** For files that start processes, and wait for them most of the time: a worker more than there are cores. */
const waiting = { maxWorkers: 3, sequence: { groupOrder: 1 } }

/**
 * For tests of whole programs that measure in real time: one that fails is run once more, as a shared machine may stand still for a second, and
 * is marked with `(retry x1)`. What is wrong by itself fails both times.
 */
const retriedOnce = { retry: 1 }

/** What hangs is found all the same, and what a busy machine makes late is not taken for it. */
const patient = { testTimeout: 30_000, hookTimeout: 30_000, expect: { poll: { timeout: 10_000 } } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'fixtures/**/*.test.ts', 'tests/performance/peers/**/*.test.ts'],
          // Most of their time they wait for sockets and timers.
          maxWorkers: 4,
          ...patient,
        },
      },
      {
        test: {
          name: 'end-to-end',
          include: ['tests/end-to-end/**/*.test.ts'],
          ...waiting,
          ...patient,
          ...retriedOnce,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'consumer',
          include: ['tests/consumer/**/*.test.ts'],
          ...retriedOnce,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Its examples are loads with limits, so nothing else runs meanwhile.
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/browser/build-page.ts',
          ...waiting,
          ...patient,
          ...retriedOnce,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      loadProject({
        exclude: ['tests/performance/peers/**'],
        baseUrl: 'http://127.0.0.1:4876',
        webServer: { command: 'node fixtures/server.ts --port 4876', url: '/health' },
        ready: { url: '/v1/models', expect: (reply) => reply.json().data.length > 0 || 'no model is loaded' },
      }),
    ],
  },
})
