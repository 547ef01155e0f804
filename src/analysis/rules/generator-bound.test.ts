import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { generatorBound } from './generator-bound.ts'

it('tells that the generator itself was late, and what to do', () => {
  expect(generatorBound(runOf({ loopDelay: 100 }), defaultThresholds)).toEqual({
    code: 'generator-bound',
    severity: 'problem',
    message:
      "Latency and throughput may be the generator's own, because the generator itself was late (p95 of the event loop delay 100 ms)",
    recommendation: 'Before anything else use less load, or a faster or less busy machine',
  })
})

it('has nothing to tell of one that was fit', () => {
  expect(generatorBound(runOf({ loopDelay: 0.1 }), defaultThresholds)).toBeUndefined()
})
