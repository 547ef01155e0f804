import { expect, it } from 'vitest'
import { readings } from '../../verdict/resources.fixture.ts'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { latencyRose } from './latency-rose.ts'

const rises = (moment: number): { latency: number } => ({ latency: moment < 42_000 ? 40 : 180 })

it('tells the moment, and both levels', () => {
  expect(latencyRose(runOf({ requestAt: rises }), defaultThresholds)).toMatchObject({
    code: 'latency-rose',
    severity: 'warning',
    message: 'p95 rose from 40 ms to 180 ms at 00:42',
    at: 42_000,
    metric: 'p95',
  })
})

it('tells that the CPU became full at the same time', () => {
  const cpu = Array.from({ length: 61 }, (_, second) => (second < 42 ? 0.3 : 1))
  const result = runOf({ requestAt: rises, resources: [readings('server', 'cpu', cpu, { kind: 'span' })] })
  expect(latencyRose(result, defaultThresholds)?.message).toBe(
    "p95 rose from 40 ms to 180 ms at 00:42 while the server's CPU reached 100 %",
  )
})

it('is only worth knowing where users became more', () => {
  const result = runOf({ requestAt: rises, vusAt: (second) => (second < 42 ? 10 : 50) })
  expect(latencyRose(result, defaultThresholds)).toMatchObject({
    severity: 'info',
    message: 'p95 rose from 40 ms to 180 ms at 00:42 while users became more',
  })
})

it.each([
  ['it fell', (moment: number) => ({ latency: moment < 42_000 ? 180 : 40 })],
  ['it rose by a little', (moment: number) => ({ latency: moment < 42_000 ? 40 : 50 })],
  ['it was one spike', (moment: number) => ({ latency: moment > 42_000 && moment < 44_000 ? 400 : 40 })],
])('has nothing to tell where %s', (_, requestAt) => {
  expect(latencyRose(runOf({ requestAt }), defaultThresholds)).toBeUndefined()
})
