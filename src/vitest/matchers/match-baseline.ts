import { relative } from 'node:path'
import type { RunnerTestCase } from 'vitest'
import { environmentName } from '../../baseline/baseline-file.ts'
import { type BaselineOptions, parseBaselineOptions } from '../../baseline/baseline-limits.ts'
import { readBaselineFile, readFileAs, writeBaselineFile, writeBaselineText } from '../../baseline/baseline-store.ts'
import { formatCapacityBaseline, parseCapacityBaseline } from '../../baseline/capacity-baseline.ts'
import { type CapacityBaselineOptions, parseCapacityOptions } from '../../baseline/capacity-limits.ts'
import { type BaselineAnswer, matchBaseline } from '../../baseline/match-baseline.ts'
import { matchCapacity } from '../../baseline/match-capacity.ts'
import { LoadTestError } from '../../core/errors.ts'
import { OptionsError, parseOptions, text } from '../../core/options.ts'
import { type CapacityResult, isCapacityResult } from '../../metrics/capacity-result.ts'
import { describeBaseline } from '../../report/describe-baseline.ts'
import { placeOf } from '../baseline-place.ts'
import { noteBaseline } from '../test-record.ts'
import { guardResult } from './guard.ts'
import type { Matcher, MatcherContext, Note, SnapshotCounters } from './shape.ts'

/** A name, limits, both or neither. */
export type BaselineArguments =
  | [options?: BaselineOptions | CapacityBaselineOptions]
  | [name: string | undefined, options?: BaselineOptions | CapacityBaselineOptions]

const MATCHER = 'toMatchBaseline'

/** It is none of the pure ones: it reads a file, and may have one written when the test has passed. */
export function createBaselineMatcher(note: Note): Matcher<BaselineArguments> {
  return function (received, ...given) {
    if (isCapacityResult(received)) return matchSearch(received, given, surroundings(this), note)
    const result = guardResult(MATCHER, received)
    const { test, snapshots } = surroundings(this)
    const { name, options } = readArguments(given, parseBaselineOptions)
    const environment = environmentName(result.environment)
    const place = placeOf(test, name, environment)
    const answer = matchBaseline({
      result,
      found: readBaselineFile(place.path),
      mode: snapshots.snapshotUpdateState,
      options,
      names: { test: test.fullTestName, name: place.name, target: options.target },
      path: relative(process.cwd(), place.path),
      environment,
      addsRuns: addsRuns(),
    })
    noteAnswer(answer)
    const { state, message, warning, expected, received: actual } = answer.ruling
    note({ matcher: MATCHER, negated: false, state, message, ...(warning !== undefined && { warning }) }, result)
    return {
      pass: state === 'pass',
      message: () => (warning === undefined ? message : `${message}\nWarning: ${warning}`),
      ...(expected === undefined || actual === undefined ? {} : { expected, actual }),
    }

    function noteAnswer({ ruling, compared, write }: BaselineAnswer): void {
      if (ruling.state !== 'pass') snapshots.unmatched.increment(test.id)
      else if (compared !== undefined && write === undefined) snapshots.matched.increment(test.id)
      const used = {
        stem: place.stem,
        result: { name: result.name, startedAt: result.startedAt },
        ...(compared !== undefined && { baseline: describeBaseline(compared) }),
      }
      noteBaseline(
        test,
        used,
        write === undefined
          ? undefined
          : () => {
              writeBaselineFile(place.path, write.baseline)
              snapshots[write.kind].increment(test.id)
            },
      )
    }
  }
}

interface Surroundings {
  readonly test: RunnerTestCase
  readonly snapshots: SnapshotCounters
}

function surroundings({ isNot, task, snapshotState }: MatcherContext): Surroundings {
  if (isNot) {
    throw new LoadTestError(
      'ERR_LOAD_BASELINE',
      `Expected ${MATCHER} without \`.not\`: a baseline is what a result shall be like`,
    )
  }
  if (task === undefined || snapshotState === undefined) {
    throw new LoadTestError('ERR_LOAD_BASELINE', `Expected ${MATCHER} to be called in a test: its name is the baseline's`)
  }
  return { test: task as RunnerTestCase, snapshots: snapshotState }
}

/** A name that is `undefined` is left out. */
function readArguments<Options>(
  given: readonly unknown[],
  parse: (matcher: string, options: unknown) => Options,
): { name: string | undefined; options: Options } {
  const [first, second] = given
  if (first !== undefined && typeof first !== 'string') {
    const options = parse(MATCHER, first)
    if (second === undefined) return { name: undefined, options }
    throw new OptionsError(MATCHER, [{ at: 'name', message: 'Expected the name before the options, got it after them' }])
  }
  const name =
    first === undefined ? undefined : parseOptions(MATCHER, first, (found, _, problems) => text(found, 'name', problems))
  return { name, options: parse(MATCHER, second) }
}

/** What a search found, beside what an earlier one did. */
function matchSearch(
  result: CapacityResult,
  given: readonly unknown[],
  { test, snapshots }: Surroundings,
  note: Note,
): ReturnType<Matcher<BaselineArguments>> {
  const { name, options } = readArguments(given, parseCapacityOptions)
  const environment = environmentName(result.environment)
  const place = placeOf(test, name, environment)
  const { ruling, isCompared, write } = matchCapacity({
    result,
    found: readFileAs(place.path, parseCapacityBaseline),
    mode: snapshots.snapshotUpdateState,
    options,
    names: { test: test.fullTestName, name: place.name, target: options.target },
    path: relative(process.cwd(), place.path),
    environment,
  })
  const { state, message, warning, expected, received } = ruling
  if (state !== 'pass') snapshots.unmatched.increment(test.id)
  else if (isCompared) snapshots.matched.increment(test.id)
  const used = { stem: place.stem, result: { name: result.name, startedAt: result.startedAt } }
  const keep = (): void => {
    if (write === undefined) return
    writeBaselineText(place.path, formatCapacityBaseline(write.baseline))
    snapshots[write.kind].increment(test.id)
  }
  noteBaseline(test, used, write && keep)
  note({ matcher: MATCHER, negated: false, state, message, ...(warning !== undefined && { warning }) }, result)
  return {
    pass: state === 'pass',
    message: () => (warning === undefined ? message : `${message}\nWarning: ${warning}`),
    ...(expected === undefined || received === undefined ? {} : { expected, actual: received }),
  }
}

function addsRuns(): boolean {
  const wanted = process.env.LOAD_BASELINE?.trim() ?? ''
  if (wanted !== '' && wanted !== 'add') {
    throw new LoadTestError('ERR_LOAD_BASELINE', `Expected LOAD_BASELINE to be 'add', or not set, got '${wanted}'`)
  }
  return wanted === 'add'
}
