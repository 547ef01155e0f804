import { expect, it } from 'vitest'
import type { Measurement } from '../../metrics/result.ts'
import { fakeMeasurement } from '../../verdict/measurement.fixture.ts'
import { toDegradeGracefully } from './degrade.ts'
import { toRecoverWithin } from './recover.ts'

const down = { name: 'down', at: 1000, state: 'done', duration: 1 } as const
const measured = fakeMeasurement({ latency: [1], events: [down] })

it.each<[string, Measurement, unknown[], string]>([
  ['an event that is unknown', measured, ['5s', { after: 'up' }], "Unknown event 'up': known are 'down'"],
  [
    'an event of a load without any',
    fakeMeasurement(),
    ['5s', { after: 'up' }],
    "Unknown event 'up': there were none, a load has them by `events: [",
  ],
  ['a fault that is unknown', measured, ['5s', { after: 'down', fault: 'fire' }], "Unknown event 'fire': known are 'down'"],
  ['no event', measured, ['5s', {}], 'Expected `options.after` to be a text, got undefined'],
  [
    'a fault after what ended it',
    fakeMeasurement({ latency: [1], events: [down, { ...down, name: 'again', at: 2000 }] }),
    ['5s', { after: 'down', fault: 'again' }],
    "Expected `options.fault` to be an event before 'down', which ended it, got 'again'",
  ],
  ['a time that is none', measured, ['soon', { after: 'down' }], 'Expected `limit` to be a time of at least 0'],
])('toRecoverWithin refuses %s', (_, measurement, given, message) => {
  expect(() => (toRecoverWithin as (...given: unknown[]) => unknown)(measurement, ...given)).toThrow(message)
})

it('toDegradeGracefully refuses a share that is none', () => {
  expect(() => toDegradeGracefully(measured, { keeps: 2 })).toThrow('Expected `keeps` to be a share from 0 to 1')
})
