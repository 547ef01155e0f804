import { expect, it } from 'vitest'
import { type Standing, standingOfTest } from './standing.ts'

it.each<[string, 'passed' | 'failed', Standing[], boolean, Standing]>([
  ['fails with a limit that failed', 'failed', ['pass', 'fail', 'inconclusive'], false, 'fail'],
  ['is inconclusive if nothing else failed', 'failed', ['pass', 'inconclusive'], false, 'inconclusive'],
  ['fails by more than limits', 'failed', ['pass'], false, 'fail'],
  ['passes with a warning of a limit', 'passed', ['pass', 'warning'], false, 'warning'],
  ['warns where something failed and nobody said how much may', 'passed', [], true, 'warning'],
  ['passes where a limit allowed what failed', 'passed', ['pass'], true, 'pass'],
  ['passes where nothing failed', 'passed', [], false, 'pass'],
])('%s', (_, state, verdicts, hasFailures, expected) => {
  expect(standingOfTest(state, verdicts, hasFailures)).toBe(expected)
})
