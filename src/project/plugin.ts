import type { Plugin } from 'vitest/config'
import { GlobalSetUp } from './global-set-up.ts'
import type { ReadProjectOptions } from './options.ts'
import { runLoadLast } from './order.ts'
import { switchOffSummary } from './report-stream.ts'
import { LoadReporter } from './reporter.ts'
import { loadTestConfig } from './test-config.ts'

/** Makes a project one of load tests, whatever it inherits from the root and whatever flags Vitest is called with. */
export function loadPlugin(options: ReadProjectOptions): Plugin {
  return {
    name: 'vitest-load',
    config: {
      // After Vitest's own hook, which puts the flags into the configuration.
      order: 'post',
      handler(config) {
        config.test = loadTestConfig(options, config.test)
      },
    },
    configureVitest({ vitest, project }) {
      const { reporters } = vitest.config
      if (!reporters.some(isLoadReporter)) reporters.push(new LoadReporter())
      runLoadLast(vitest)
      switchOffSummary(vitest)
      GlobalSetUp.of(vitest).add(project, options)
      // What is measured under coverage is the coverage.
      project.config.coverage = { ...project.config.coverage, enabled: false }
      // A save must not start a load.
      vitest.onFilterWatchedSpecification((specification) => specification.project !== project)
    },
  }
}

/** One that the user chose stands in `reporters` by its name. */
function isLoadReporter(reporter: unknown): boolean {
  return reporter instanceof LoadReporter || (Array.isArray(reporter) && reporter[0] === 'vitest-load/reporter')
}
