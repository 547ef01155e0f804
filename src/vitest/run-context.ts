import type { RunnerTestCase } from 'vitest'
import { LoadTestError } from '../core/errors.ts'
import type { LoadSettings } from '../core/settings.ts'
import { allowedHostsFromEnvironment } from '../http/host-guard.ts'
import type { RunContext } from '../run/run-context.ts'
import { beginCapture } from './capture.ts'
import { holdTermination, interruption, lateInterruption } from './interruption.ts'
import { isInVitest, provided, runningTest } from './running-test.ts'
import { sendProgress } from './send-artifact.ts'
import {
  endOfFile,
  holdLoad,
  isLoading,
  numbered,
  reportLadder,
  reportResult,
  reportStudy,
  runningSuite,
  waitFor,
} from './test-record.ts'

/**
 * Where the caller runs: in a test, elsewhere in a test file (`beforeAll`), or in a plain script. Call it synchronously, before the
 * first `await`: later another test may be the running one.
 *
 * Throws a `LoadTestError` in a test with `retry` or `test.concurrent`, and while a load of the same test runs.
 */
export function currentRunContext(): RunContext {
  const test = runningTest()
  if (test !== undefined) return testContext(test)
  return isInVitest() ? fileContext() : scriptContext()
}

function testContext(test: RunnerTestCase): RunContext {
  refuseRetry(test)
  refuseConcurrent(test)
  refuseSecondLoad(test)
  let name: string | undefined
  return {
    // Asked for only by a load without a name of its own.
    get name() {
      name ??= numbered(test, test.fullTestName)
      return name
    },
    settings: projectSettings(),
    signal: AbortSignal.any([test.context.signal, lateInterruption]),
    inspected: captureServer,
    progress: (progress) => sendProgress(test, progress),
    report: (result) => reportResult(test, result),
    reportStudy: (study) => reportStudy(test, study),
    reportLadder: (ladder) => reportLadder(test, ladder),
    drain(running) {
      waitFor(test, running)
      holdLoad(test, running)
      holdTerminationDuring(running)
    },
  }
}

/** In `beforeAll`, or at the top of a file: results wait for a test to be reported with. */
function fileContext(): RunContext {
  const suite = runningSuite() ?? 'load'
  let name: string | undefined
  return {
    get name() {
      name ??= numbered(undefined, suite)
      return name
    },
    settings: projectSettings(),
    signal: AbortSignal.any([interruption, endOfFile]),
    inspected: captureServer,
    progress: () => {},
    report: (result) => reportResult(undefined, result),
    reportStudy: (study) => reportStudy(undefined, study),
    reportLadder: (ladder) => reportLadder(undefined, ladder),
    drain(running) {
      waitFor(undefined, running)
      holdTerminationDuring(running)
    },
  }
}

function scriptContext(): RunContext {
  return {
    name: 'load',
    settings: projectSettings(),
    signal: new AbortController().signal,
    progress: () => {},
    report: () => {},
    reportStudy: () => {},
    drain: () => {},
  }
}

function isInLoadProject(): boolean {
  return provided('vitest-load') !== undefined
}

/** What became of the server since the project told of it. */
let renewed: Partial<LoadSettings> = {}

/** The project's server is another one now: loads sample that one from their start. */
export function renewServer({
  pid,
  inspectors,
}: {
  readonly pid?: number | undefined
  readonly inspectors?: readonly string[] | undefined
}): void {
  renewed = { ...(pid !== undefined && { serverPid: pid }), ...(inspectors !== undefined && { serverInspectors: inspectors }) }
}

/** What the project gives to what runs in it; in a plain script, what the environment does. */
export function projectSettings(): LoadSettings {
  const given = isInVitest() ? provided('vitest-load') : undefined
  return withHostsFromEnvironment(given && { ...given, ...renewed })
}

/** `given` is `undefined` in a project that `loadProject` did not make. */
function withHostsFromEnvironment(given: LoadSettings | undefined): LoadSettings {
  const { allowedHosts = [], coolDown = 0, ...rest } = given ?? {}
  return { ...rest, coolDown, allowedHosts: [...allowedHosts, ...allowedHostsFromEnvironment(process.env)] }
}

async function captureServer(inspectors: readonly string[]): Promise<void> {
  const { serverCapture } = projectSettings()
  if (serverCapture !== undefined) await beginCapture(inspectors, serverCapture)
}

function holdTerminationDuring(running: Promise<unknown>): void {
  const release = holdTermination()
  running.then(release, release)
}

function refuseRetry(test: RunnerTestCase): void {
  const retry = typeof test.retry === 'object' ? (test.retry.count ?? 0) : (test.retry ?? 0)
  if (retry === 0) return
  throw new LoadTestError(
    'ERR_LOAD_RETRY',
    `Expected a test that loads to have no \`retry\`, got ${retry} in "${test.fullTestName}": a load that is repeated until it passes ` +
      `proves nothing. Set \`retry: 0\`${isInLoadProject() ? '' : ', or put the test into a project made by `loadProject()`'}`,
  )
}

function refuseConcurrent(test: RunnerTestCase): void {
  if (test.concurrent !== true) return
  throw new LoadTestError(
    'ERR_LOAD_CONCURRENT',
    `Expected a test that loads to run alone, got \`concurrent\` in "${test.fullTestName}": loads at the same time measure each other. ` +
      'Remove `concurrent`',
  )
}

function refuseSecondLoad(test: RunnerTestCase): void {
  if (!isLoading(test)) return
  throw new LoadTestError(
    'ERR_LOAD_CONCURRENT',
    `Expected one load at a time, got a second one before the first had ended in "${test.fullTestName}": loads at the same time measure ` +
      'each other. Await the first one, or run both at once with `loadAll()`',
  )
}
