import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { judge } from './judge.ts'
import { fakeMeasurement, series } from './measurement.fixture.ts'
import { judgeStableMemory, memoryGrowth } from './memory.ts'
import { readings } from './resources.fixture.ts'

const MB = 1024 ** 2

function withMemory(values: readonly number[], health = {}) {
  return fakeMeasurement({ latency: [1], resources: [readings('server', 'memory', values)], health })
}

const grown = series(601).map((second) => (100 + (second - 1) / 60) * MB)
const random = createRandom(1)
const steady = series(601).map(() => (100 + random.next()) * MB)

describe('memory growth', () => {
  it('is that of the last tenth above the first', () => {
    const { state, message } = judge(memoryGrowth(withMemory(grown), 'server'), { kind: 'below', value: 0.05 })
    expect(`${state}: ${message}`).toBe(
      'fail: GET /orders: memory growth of the server was 8.97 %, expected below 5 % (from 100.5 MB to 109.5 MB, 601 samples)',
    )
    expect(judge(memoryGrowth(withMemory(grown), 'server'), { kind: 'below', value: 0.1 }).state).toBe('pass')
  })

  it.each([
    ['nothing', [], 'nothing was sampled; start it by `webServer`, or name its process, and look at `result.resources.marks`'],
    ['20 s', series(20), 'it was sampled for less than 30 s; let the load run longer'],
  ])('of %s is inconclusive', (_, values, because) => {
    const { state, message } = judge(memoryGrowth(withMemory(values), 'server'), { kind: 'below', value: 0.05 })
    expect(`${state}: ${message}`).toBe(
      `inconclusive: GET /orders: there is no memory growth of the server to judge, because ${because}`,
    )
  })
})

describe('stable memory', () => {
  it('does not grow steadily', () => {
    const { state, message, negated } = judgeStableMemory(withMemory(steady), 'server')
    expect(`${state}: ${message}`).toBe(
      'pass: GET /orders: memory of the server did not surely grow, expected no steady growth (601 samples in 10 min, the first fifth is warm-up)',
    )
    expect(negated.state).toBe('fail')
  })

  it('is not that of a leak', () => {
    const { state, message, negated } = judgeStableMemory(withMemory(grown), 'server')
    expect(`${state}: ${message}`).toBe(
      'fail: GET /orders: memory of the server grew steadily from 102 MB to 110 MB in 8 min, 1 MB a minute, expected no steady growth ' +
        '(601 samples in 10 min, the first fifth is warm-up)',
    )
    expect(negated.state).toBe('pass')
  })

  it.each([
    ['nothing', [], 'server'],
    ['20 s', series(20), 'server'],
    ['another process', steady, 'generator'],
  ] as const)('of %s is inconclusive', (_, values, owner) => {
    expect(judgeStableMemory(withMemory(values), owner).state).toBe('inconclusive')
  })

  it('proves nothing of a generator that asked too little', () => {
    expect(judgeStableMemory(withMemory(steady, { busy: 0.99 }), 'server').state).toBe('inconclusive')
    const unfit = judgeStableMemory(withMemory(grown, { busy: 0.99 }), 'server')
    expect([unfit.state, unfit.negated.state]).toEqual(['fail', 'pass'])
  })
})
