import { expect, test } from 'vitest'
import { between, load, rampingVus, scenario } from 'vitest-load'
import { inScale } from '../in-scale.ts'

const user = scenario({
  name: 'user',
  thinkTime: between(inScale(500), inScale(2000)),
  run: [
    [3, 'list models', ({ http }) => http.get('/v1/models')],
    [1, 'load a model', ({ http }) => http.get('/delay/20', { name: 'load a model' })],
  ],
})

test('five hundred users within five minutes crash nothing, and the service recovers', { tags: ['spike', 'slow'] }, async () => {
  const result = await load(
    user,
    rampingVus([
      { name: 'spike', target: 500, duration: '5m' },
      { name: 'recovery', from: 10, target: 10, duration: '1m' },
    ]),
  )

  expect(result.stage('spike')).toHaveSuccessRateAbove('90%')
  expect(result.stage('recovery')).toHaveErrorRateBelow('1%')
  expect(result.stage('recovery').endpoint('GET /v1/models')).toHaveP50Below('100ms')
})
