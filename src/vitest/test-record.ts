import type { RunnerTestCase, RunnerTestSuite } from 'vitest'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Study } from '../metrics/study.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { annotateLine } from './annotate.ts'
import type { UsedBaseline } from './artifact.ts'
import { endCapture } from './capture.ts'
import { interruption } from './interruption.ts'
import { runningTest } from './running-test.ts'
import { recordCapture, recordLadder, recordResult, recordStudy, recordVerdicts } from './send-artifact.ts'

/** What one attempt of a test has to report before it is over. */
interface TestRecord {
  readonly test: RunnerTestCase
  /** Loads that still run, and artifacts on their way. */
  readonly pending: Set<Promise<unknown>>
  readonly verdicts: NotedVerdict[]
  /** Of its results, that no line was marked with yet. */
  readonly warnings: string[]
  /** How often a name was given to a load. */
  readonly names: Map<string, number>
  readonly baselines: UsedBaseline[]
  /** What is done when the test has passed. */
  readonly writes: (() => void)[]
  /** Whether a load was aborted. */
  hasAborted: boolean
}

const records = new WeakMap<RunnerTestCase, TestRecord>()

// From `beforeAll` and the like, where there is no test to report to yet.
const early = {
  results: [] as LoadResult[],
  studies: [] as Study[],
  ladders: [] as LadderFigures[],
  verdicts: [] as NotedVerdict[],
  pending: new Set<Promise<unknown>>(),
  names: new Map<string, number>(),
}

const ending = new AbortController()

/** Aborts when the last test of the file is over: a load that a timed-out `beforeAll` left behind ends then. */
export const endOfFile: AbortSignal = ending.signal

/** The test (without one, the file) is not over before `promise` has settled; what it rejects with is left to its caller. */
export function waitFor(test: RunnerTestCase | undefined, promise: Promise<unknown>): void {
  const { pending } = test === undefined ? early : recordOf(test)
  const settled = promise.then(
    () => {},
    () => {},
  )
  pending.add(settled)
  settled.then(() => pending.delete(settled))
}

/** The tests that have a load running. */
const loading = new WeakSet<RunnerTestCase>()

/** Whether a load of this test runs. */
export function isLoading(test: RunnerTestCase): boolean {
  return loading.has(test)
}

/** Notes that a load of this test runs until `running` has settled. */
export function holdLoad(test: RunnerTestCase, running: Promise<unknown>): void {
  loading.add(test)
  const release = (): void => {
    loading.delete(test)
  }
  running.then(release, release)
}

/** `name`, and `name (2)` for the next load of the test (without one, the file) that is called so. */
export function numbered(test: RunnerTestCase | undefined, name: string): string {
  const number = countName(test, name)
  return number === 1 ? name : `${name} (${number})`
}

/** How often the attempt of the test (without one, the file) has asked for this name by now. */
export function countName(test: RunnerTestCase | undefined, name: string): number {
  const { names } = test === undefined ? early : recordOf(test)
  const number = (names.get(name) ?? 0) + 1
  names.set(name, number)
  return number
}

let file: RunnerTestSuite | undefined

/** The file whose suites run from now on. Vitest's main process learns where: its cancel does not reach hooks, but a signal does. */
export function beginFile(suite: RunnerTestSuite): void {
  file = suite
  suite.meta['vitest-load:pid'] = process.pid
}

/** The name of the suite whose hooks run, or the file's; `undefined` where no set-up file has told of it. */
export function runningSuite(): string | undefined {
  if (file === undefined) return undefined
  let suite = file
  for (let inner = runningIn(suite); inner !== undefined; inner = runningIn(suite)) suite = inner
  return suite.fullTestName || file.name
}

function runningIn({ tasks }: RunnerTestSuite): RunnerTestSuite | undefined {
  return tasks.find((task): task is RunnerTestSuite => task.type === 'suite' && task.result?.state === 'run')
}

/** Reports a result with this test; without one, with the test whose load or matcher comes next. */
export function reportResult(test: RunnerTestCase | undefined, result: LoadResult): void {
  if (test === undefined) {
    early.results.push(result)
    return
  }
  const record = recordOf(test)
  record.warnings.push(...result.warnings.map(({ message }) => message))
  record.hasAborted ||= result.outcome.state === 'aborted'
  waitFor(test, recordResult(test, result))
}

/** The same of a study. */
export function reportStudy(test: RunnerTestCase | undefined, study: Study): void {
  if (test === undefined) {
    early.studies.push(study)
    return
  }
  recordOf(test).warnings.push(...study.warnings.map(({ message }) => message))
  waitFor(test, recordStudy(test, study))
}

/** Reports a ladder as `reportResult` does a result. */
export function reportLadder(test: RunnerTestCase | undefined, ladder: LadderFigures): void {
  if (test === undefined) early.ladders.push(ladder)
  else waitFor(test, recordLadder(test, ladder))
}

/** Notes what a matcher said, for the report of the running test. */
export function noteVerdict(noted: NotedVerdict): void {
  const test = runningTest()
  if (test === undefined) {
    early.verdicts.push(noted)
    return
  }
  const { verdicts, warnings } = recordOf(test)
  verdicts.push(noted)
  annotateLine(test, noted, warnings.splice(0))
}

/** Notes that a test asked for a baseline; `write`, where there is one, is done when the test has passed. */
export function noteBaseline(test: RunnerTestCase, used: UsedBaseline, write?: () => void): void {
  const { baselines, writes } = recordOf(test)
  baselines.push(used)
  if (write !== undefined) writes.push(write)
}

/** Reports what no test has reported, such as a load in `beforeAll` that was aborted, with the first test of the file. */
export async function reportRest(file: RunnerTestSuite): Promise<void> {
  ending.abort(new Error('the test file ended'))
  await Promise.all(early.pending)
  const test = firstTestOf(file)
  if (test === undefined) return
  for (const result of early.results.splice(0)) await recordResult(test, result)
  for (const study of early.studies.splice(0)) await recordStudy(test, study)
  for (const ladder of early.ladders.splice(0)) await recordLadder(test, ladder)
  const verdicts = early.verdicts.splice(0)
  if (verdicts.length > 0) await recordVerdicts(test, verdicts)
  await finishCapture(test, verdicts)
}

function firstTestOf({ tasks }: RunnerTestSuite): RunnerTestCase | undefined {
  for (const task of tasks) {
    const test = task.type === 'test' ? task : firstTestOf(task)
    if (test !== undefined) return test
  }
  return undefined
}

function recordOf(test: RunnerTestCase): TestRecord {
  const known = records.get(test)
  if (known !== undefined) return known

  const record: TestRecord = {
    test,
    pending: new Set(),
    verdicts: early.verdicts.splice(0),
    warnings: [],
    names: new Map(),
    baselines: [],
    writes: [],
    hasAborted: false,
  }
  records.set(test, record)
  // No time-out of its own: a load ends by its own limits, and Vitest does not wait for the body of a test that timed out.
  test.context.onTestFinished(() => finish(record), 0)
  for (const result of early.results.splice(0)) reportResult(test, result)
  for (const study of early.studies.splice(0)) reportStudy(test, study)
  for (const ladder of early.ladders.splice(0)) reportLadder(test, ladder)
  return record
}

async function finish(record: TestRecord): Promise<void> {
  const { test, pending, verdicts, baselines, writes } = record
  // A load that ends adds its result.
  while (pending.size > 0) await Promise.all(pending)
  // The next attempt, of a test with `repeats`, starts afresh.
  records.delete(test)
  if (verdicts.length > 0 || baselines.length > 0) await recordVerdicts(test, verdicts, baselines)
  await finishCapture(test, verdicts, record.hasAborted)
  // Last, because one that can't be written fails the test.
  if (test.result?.state === 'pass') for (const write of writes) write()
}

/** A limit is also one of `abortWhen`. A run that the user cancelled breaks none. */
async function finishCapture(test: RunnerTestCase, verdicts: readonly NotedVerdict[], hasAborted = false): Promise<void> {
  const isAborted = hasAborted && test.result?.state === 'fail' && !interruption.aborted
  const kept = await endCapture(test.fullTestName, isAborted || verdicts.some(({ state }) => state === 'fail'))
  if (kept !== undefined) await recordCapture(test, kept)
}
