import { expect, test } from 'vitest'
import { between, constantVus, load, scenario } from 'vitest-load'
import { inScale } from '../in-scale.ts'
import { measuredCalmly } from '../measured-calmly.ts'

// A service that makes a model of an image, one request at a time for each user, who looks at it before the next one.
const designer = (serviceTime: number, pause: readonly [from: number, to: number]) =>
  scenario({
    name: 'designer',
    thinkTime: between(inScale(pause[0]), inScale(pause[1])),
    run: ({ http }) =>
      http.get(`/delay/${Math.round(inScale(serviceTime))}`, { name: 'generate a model', timeout: inScale(300_000) }),
  })

test('normal use: three users for ten minutes', { tags: ['load', 'slow'] }, async () => {
  await measuredCalmly(
    () => load(designer(82_000, [60_000, 90_000]), constantVus(3, '10m')),
    (result) => {
      expect(result).toHaveErrorRateBelow('1%')
      expect(result).toHaveSuccessRateAbove('99%')
      expect(result).toHaveP95Below(inScale(120_000))
      // Each is back after some 157 s, so it begins four times.
      expect(result).toHaveSucceededAtLeast(9)
    },
  )
})

test('peak: ten users for five minutes', { tags: ['load', 'slow'] }, async () => {
  // They must take less than 20 s to make 50 of them.
  await measuredCalmly(
    () => load(designer(10_000, [20_000, 60_000]), constantVus(10, '5m')),
    (result) => {
      expect(result).toHaveErrorRateBelow('5%')
      expect(result).toHaveSucceededAtLeast(50)
    },
  )
})
