import { expect, it } from 'vitest'
import { createBaseline } from '../baseline/create-baseline.ts'
import { describeBaseline } from './describe-baseline.ts'
import { describeResult } from './describe-result.ts'
import { shopResult } from './result.fixture.ts'

it('draws a baseline as its result was drawn', () => {
  const result = shopResult()
  const drawn = describeResult(result)
  const baseline = describeBaseline(createBaseline(result, { test: 'a', name: 'a' }))
  expect(baseline.name).toBe('baseline of 2026-01-01')
  expect(baseline.total.p95).toBe(drawn.total.p95)
  expect(baseline.total.rate).toBeCloseTo(drawn.total.rate as number, 2)
  expect(baseline.timeline).toEqual({
    at: drawn.timeline.at.slice(0, 60),
    end: 60_000,
    throughput: drawn.timeline.throughput.slice(0, 60),
    p95: drawn.timeline.p95.slice(0, 60),
  })
})

it('shows the control characters of a file that was edited', () => {
  const baseline = createBaseline(shopResult({ startedAt: '\u001b[31m' }), { test: 'a', name: 'a' })
  expect(describeBaseline(baseline).name).not.toContain('\u001b')
})
