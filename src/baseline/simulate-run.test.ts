import { expect, it } from 'vitest'
import { compareSummaries } from './compare-summaries.ts'
import { defaultLimits } from './comparison-limits.ts'
import { locustRun } from './locust/locust.fixture.ts'
import { summarizeLocust } from './locust/locust-run.ts'
import { parseSimulatedChanges, simulateRun } from './simulate-run.ts'

const baseline = summarizeLocust(locustRun('gateway-baseline'))

it.each([
  [[], false],
  [['p95=10%', 'errors=0.1pt'], false],
  [['p95=25%'], true],
  [['errors=1pt'], true],
  [['p95=-50%', 'rate=-50%'], false],
] as const)('a run made up with %j is a regression: %s', (changes, isRegression) => {
  const run = simulateRun(baseline, parseSimulatedChanges(changes))
  expect(compareSummaries(run, baseline, defaultLimits).isRegression).toBe(isRegression)
})
