import { describe, expect, it } from 'vitest'
import { createResources } from '../metrics/create-resources.ts'
import { cpuUse } from './cpu.ts'
import { judge } from './judge.ts'
import { fakeMeasurement, repeat } from './measurement.fixture.ts'
import { readings } from './resources.fixture.ts'

// The first reading is the base: it tells of the time before.
const resources = [
  readings('server', 'cpu', [9, ...repeat(0.5, 5), ...repeat(0.9, 5)], { kind: 'span', unit: 'cores' }),
  readings('system', 'cpu', [1, ...repeat(0.4, 10)], { kind: 'span', unit: 'share' }),
  readings('system', 'core', [1]),
  readings('system', 'core', [1]),
]

describe('the CPU', () => {
  it.each([
    [
      'server',
      0.8,
      'pass: GET /orders: CPU of the server was 70 %, expected below 80 % (mean of 10 readings, 100 % is one core, of 2)',
    ],
    [
      'server',
      0.7,
      'fail: GET /orders: CPU of the server was 70 %, expected below 70 % (mean of 10 readings, 100 % is one core, of 2)',
    ],
    ['system', 0.5, 'pass: GET /orders: CPU of the system was 40 %, expected below 50 % (mean of 10 readings)'],
    [
      'generator',
      0.5,
      'inconclusive: GET /orders: there is no CPU of the generator to judge, because nothing was sampled; look at `result.resources.marks`',
    ],
  ] as const)('of the %s is strictly below %d on average', (owner, value, verdict) => {
    const { state, message } = judge(cpuUse(fakeMeasurement({ latency: [1], resources }), owner), { kind: 'below', value })
    expect(`${state}: ${message}`).toBe(verdict)
  })

  it('that nobody could read is no data, with the reason', () => {
    const marks = [{ at: 0, until: 9000, source: 'system', message: "EACCES: permission denied, open '/proc/stat'" }] as const
    const blind = { ...fakeMeasurement({ latency: [1] }), resources: createResources({ series: [], marks }) }
    expect(judge(cpuUse(blind, 'system'), { kind: 'below', value: 0.8 })).toMatchObject({
      state: 'inconclusive',
      message:
        'GET /orders: there is no CPU of the system to judge, because nothing was sampled: ' +
        "EACCES: permission denied, open '/proc/stat'; look at `result.resources.marks`",
    })
  })

  it('that is low proves nothing of a generator that asked too little', () => {
    const unfit = fakeMeasurement({ latency: [1], resources, health: { busy: 0.99 } })
    expect(judge(cpuUse(unfit, 'server'), { kind: 'below', value: 0.8 }).state).toBe('inconclusive')
    expect(judge(cpuUse(unfit, 'server'), { kind: 'below', value: 0.5 }).state).toBe('fail')
  })
})
