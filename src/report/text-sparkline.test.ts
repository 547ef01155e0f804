import { expect, it } from 'vitest'
import { textSparkline } from './text-sparkline.ts'

it.each([
  [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  [[100, 101, 100], '███'],
  [[0, 0], '▁▁'],
  [[10, undefined, 5], '█·▅'],
  [[undefined], '·'],
  [[], ''],
])('draws %j from 0 on', (values, drawing) => {
  expect(textSparkline(values)).toBe(drawing)
})
