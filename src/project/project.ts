import type { TestProjectInlineConfiguration } from 'vitest/config'
import { type LoadProjectOptions, parseProjectOptions } from './options.ts'
import { loadPlugin } from './plugin.ts'

/**
 * A Vitest project of load tests, for `projects` in `vitest.config.ts`. It brings the matchers, the reporter and the tags, runs load
 * files one at a time after all other tests, and starts the server if it is told how.
 *
 * Throws an `OptionsError` that lists all that is wrong.
 *
 * @example
 * loadProject({ webServer: { command: 'node server.js', url: 'http://127.0.0.1:3000/health' } })
 */
export function loadProject(options: LoadProjectOptions = {}): TestProjectInlineConfiguration {
  const read = parseProjectOptions(options)
  return { plugins: [loadPlugin(read)], test: { name: read.name } }
}
