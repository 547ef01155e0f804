import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { droppedIterations } from './dropped-iterations.ts'

it.each([
  ['a fit generator', 0, 'Take it that the target cannot hold this rate; if it may queue for longer, raise `maxVus`'],
  ['an unfit one', 100, 'Give the generator more room first: it was too busy to tell whose fault it is'],
])('tells what was dropped by %s', (_, loopDelay, recommendation) => {
  expect(droppedIterations(runOf({ dropped: 2000, loopDelay }), defaultThresholds)).toEqual({
    code: 'iterations-dropped',
    severity: 'problem',
    message: '2,000 of 8,000 iterations (25 %) were dropped, because no user was free',
    recommendation,
  })
})

it('has nothing to tell where none were', () => {
  expect(droppedIterations(runOf(), defaultThresholds)).toBeUndefined()
})
