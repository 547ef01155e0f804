import { expect, test } from 'vitest'
import { load, spike } from 'vitest-load'
import { inScale } from '../in-scale.ts'

// Users do not wait for each other, but requests take so long that those of the spike end in the recovery.
test('two users, twenty for a minute, and two again', { tags: ['spike', 'slow'] }, async () => {
  const generate = { path: `/delay/${Math.round(inScale(82_000))}`, name: 'generate a model', timeout: inScale(300_000) }
  const result = await load(
    generate,
    spike({ base: 2, peak: 20, baseDuration: '2m', peakDuration: '1m', recoveryDuration: '2m' }),
  )

  expect(result.stages).toEqual(['base', 'spike', 'recovery'])
  expect(result.stage('spike')).toHaveErrorRateBelow('10%')
  expect(result.stage('recovery')).toHaveErrorRateBelow('2%')
  expect(result.stage('spike')).toHaveSucceededAtLeast(18)
})
