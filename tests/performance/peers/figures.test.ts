import { describe, expect, it } from 'vitest'
import { figures } from './figures.fixture.ts'
import { figuresOf, medianFigures, medianRatio } from './figures.ts'
import type { Job } from './peer.ts'

const job: Job = {
  work: { kind: 'open', rate: 100, connections: 10 },
  url: 'http://127.0.0.1:8080/',
  seconds: 10,
  threads: 1,
  transport: undefined,
}
const cost = { cpu: 0.5, elapsed: 12.5, memory: 1024 }

describe('the figures of a run', () => {
  it('divide what was counted by what it took', () => {
    const reported = { requests: 990, failed: 3, seconds: 9.9, p50: 1, p99: 2 }

    const found = figuresOf(job, reported, cost)

    expect(found).toMatchObject({ requestsPerSecond: 100, cores: 0.04, memory: 1024, achieved: 0.99, failed: 3, p50: 1, p99: 2 })
    expect(found.cpuPerRequest).toBeCloseTo(505.05, 2)
    expect(found.lagP99).toBeUndefined()
  })

  it('have no share of what was due where no rate was asked for', () => {
    const reported = { requests: 990, failed: 0, seconds: 9.9, p50: 1, p99: 2 }

    expect(figuresOf({ ...job, work: { kind: 'closed', connections: 50 } }, reported, cost).achieved).toBeUndefined()
  })

  it('are an error if nothing was sent', () => {
    const reported = { requests: 0, failed: 0, seconds: 10, p50: undefined, p99: undefined }

    expect(() => figuresOf(job, reported, cost)).toThrow('Expected it to send requests, it sent none')
  })
})

describe('the median', () => {
  it.each([
    [[3], 3],
    [[3, 1], 2],
    [[9, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[undefined, 5, 7], 6],
    [[undefined], undefined],
  ])('of %j is %s', (values, expected) => {
    expect(medianFigures(values.map((p50) => figures({ p50 }))).p50).toBe(expected)
  })

  it('of a ratio is taken over rounds, so that a slow round of both does not count', () => {
    const ours = [900, 90, 950].map((requestsPerSecond) => figures({ requestsPerSecond }))
    const theirs = [1000, 100, 1000].map((requestsPerSecond) => figures({ requestsPerSecond }))

    expect(medianRatio(ours, theirs, 'requestsPerSecond')).toBe(0.9)
  })

  it('of a ratio to nothing does not exist', () => {
    expect(medianRatio([figures({ p50: 1 })], [figures({ p50: 0 })], 'p50')).toBeUndefined()
    expect(medianRatio([figures({ p50: 1 })], [figures({})], 'p50')).toBeUndefined()
  })
})
