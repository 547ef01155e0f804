import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { slowConnects } from './slow-connects.ts'

it('tells that connecting takes much of the latency of many requests', () => {
  const result = runOf({ requestAt: (_, index) => (index % 2 === 0 ? { connect: 20, latency: 30 } : { latency: 30 }) })
  expect(slowConnects(result, defaultThresholds)).toMatchObject({
    code: 'slow-connects',
    message: '3,000 of 6,000 requests opened a connection first, which took 20 ms (p95 20 ms)',
  })
})

it.each([
  ['few requests connect', (_: number, index: number) => (index % 100 === 0 ? { connect: 20 } : {})],
  ['connecting is fast', () => ({ connect: 1 })],
  ['the rest takes far longer', () => ({ connect: 20, latency: 2000 })],
  ['nobody connects', () => ({})],
])('has nothing to tell where %s', (_, requestAt) => {
  expect(slowConnects(runOf({ requestAt }), defaultThresholds)).toBeUndefined()
})
