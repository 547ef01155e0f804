import { expect, onTestFinished, test } from 'vitest'
import { at, load, spike } from 'vitest-load'
import { atAnyScale, inScale } from '../in-scale.ts'
import { measuredCalmly } from '../measured-calmly.ts'
import { startServerProcess } from '../performance/fixture-process.ts'

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

// Requests queue up behind two workers, and those who come after the spike shall not wait for it any more.
test('the service is as before soon after the spike', { tags: ['spike'] }, async () => {
  const server = await startServerProcess('../../fixtures/server.ts', ['--queue', '64'])
  onTestFinished(() => server.stop())
  const seconds = (count: number): number => atAnyScale(count * 1000)
  const spiky = spike({
    base: 2,
    peak: 20,
    baseDuration: seconds(4),
    peakDuration: seconds(4),
    recoveryDuration: seconds(7),
  })
  const options = {
    baseUrl: server.url,
    events: [at(seconds(4), 'spike', () => {}), at(seconds(8), 'spike over', () => {})],
  }
  await measuredCalmly(
    () => load({ path: '/generate?ms=100', name: 'generate a model' }, spiky, options),
    (result) => {
      expect(result.stage('spike')).toHaveErrorRateBelow('10%')
      expect(result.stage('spike').latency.p95).toBeGreaterThan(500)
      expect(result.stage('recovery')).toHaveErrorRateBelow('2%')
      expect(result).toRecoverWithin('3s', { after: 'spike over' })
    },
  )
})
