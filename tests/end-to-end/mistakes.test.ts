import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createProject, failureOf } from './project.ts'

it('tells each mistake in a profile, a feeder or weights by itself, before anything is sent', async () => {
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    response.end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { run } = createProject({
    loadProject: `{ baseUrl: 'http://127.0.0.1:${(server.address() as AddressInfo).port}' }`,
    'users.csv': 'user,password\nada,x\n\nbob\n',
    'tests/load/mistakes.test.ts': `
      import { test } from 'vitest'
      import { constantRate, constantVus, feeder, load, rampingRate, rampingVus, scenario, spike } from 'vitest-load'

      const one = constantVus(1, '1s')
      const loadWith = (parts) => load(scenario({ name: 'visitor', run: ({ http }) => http.get('/'), ...parts }), one)
      const stages = [{ name: 'up', from: 0, target: 5, duration: 1000 }]

      test('two beginnings', () => load('GET /', rampingVus([{ from: 2, target: 5, duration: '1s' }], { startVus: 3 })))
      test('two beginnings by hand', () => load('GET /', { kind: 'ramping-vus', startVus: 3, stages } as never))
      test('a ramp that does not fit', () => load('GET /', spike({
        base: 2, peak: 20, baseDuration: '2s', peakDuration: '1s', recoveryDuration: '2s', ramp: '1500ms',
      })))
      test('a duration beside the stages', () => load('GET /', { kind: 'ramping-vus', duration: 5000, stages } as never))
      test('a rate of 0', () => load('GET /', constantRate(0, '1s')))
      test('a rate of 0 throughout', () => load('GET /', rampingRate([{ target: 0, duration: '1s' }])))
      test('fewer users than users', () => load('GET /', constantRate('10/s', '1s', { vus: 20, maxVus: 5 })))
      test('an empty feeder', () => loadWith({ data: feeder([]) }))
      test('a ragged row', () => loadWith({ data: feeder('users.csv') }))
      test('a weight of 0', () => loadWith({ run: [[0, 'a', () => {}]] }))
      test('a weight of NaN', () => loadWith({ run: [[1, 'a', () => {}], [NaN, 'b', () => {}]] }))
    `,
  })
  const finished = await run()

  const messages = {
    'two beginnings': 'rampingVus: Expected `startVus` to be 2, as `stages[0].from` is, or left out, got 3',
    'two beginnings by hand': 'load: Expected `startVus` to be 0, as `stages[0].from` is, or left out, got 3',
    'a ramp that does not fit':
      "spike: Expected `ramp` to be at most `peakDuration` and `recoveryDuration`, as it is part of both, got '1500ms'",
    'a duration beside the stages':
      'load: Unknown option `duration`: known are `kind`, `startVus`, `stages`, `gracefulStop`, `part`',
    'a rate of 0': "constantRate: Expected `rate` to be a rate above 0, such as '200/s', got 0",
    'a rate of 0 throughout':
      "rampingRate: Expected `stages` to have arrivals somewhere, such as `target: '20/s'`, got a rate of 0 throughout",
    'fewer users than users': 'constantRate: Expected `maxVus` to be at least 20, as `vus` is, got 5',
    'an empty feeder':
      "feeder: Expected a value to be a list of at least one row, or a file such as 'users.csv' or 'users.json', got an empty list",
    'a ragged row': 'feeder: Expected users.csv to have 2 fields in each row, as in its header, got 1 in line 4',
    'a weight of 0': 'scenario: Expected `run[0].weight` to be a number above 0, such as 1, got 0',
    'a weight of NaN': 'scenario: Expected `run[1].weight` to be a number above 0, such as 1, got NaN',
  }
  for (const [title, message] of Object.entries(messages)) {
    expect(failureOf(finished, title)).toContain(`OptionsError: ${message}\n`)
  }
  expect(requests).toBe(0)
  expect(finished.output).toContain(`Tests  ${Object.keys(messages).length} failed`)
})
