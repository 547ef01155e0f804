import { expect, it } from 'vitest'
import { Histogram } from '../stats/histogram.ts'
import { summarize } from '../stats/summary.ts'
import { percentileLog } from './percentile-log.ts'

function summaryOf(times: readonly number[]) {
  const histogram = new Histogram()
  for (const time of times) histogram.record(time)
  return summarize(histogram.close())
}

it('has the lines that plotters of HDR histograms read', () => {
  const log = percentileLog(summaryOf(Array.from({ length: 10 }, (_, index) => index + 1)))
  expect(log).toMatchInlineSnapshot(`
    "       Value     Percentile TotalCount 1/(1-Percentile)

           1.000 0.000000000000          1           1.00
           1.000 0.100000000000          1           1.11
           2.000 0.200000000000          2           1.25
           3.001 0.300000000000          3           1.43
           4.001 0.400000000000          4           1.67
           5.003 0.500000000000          5           2.00
           6.003 0.550000000000          6           2.22
           6.003 0.600000000000          6           2.50
           7.003 0.650000000000          7           2.86
           7.003 0.700000000000          7           3.33
           8.003 0.750000000000          8           4.00
           8.003 0.775000000000          8           4.44
           8.003 0.800000000000          8           5.00
           9.007 0.825000000000          9           5.71
           9.007 0.850000000000          9           6.67
           9.007 0.875000000000          9           8.00
           9.007 0.887500000000          9           8.89
           9.007 0.900000000000          9          10.00
          10.000 1.000000000000         10
    #[Mean    =        5.500, StdDeviation   =        3.028]
    #[Max     =       10.000, Total count    =           10]
    "
  `)
})

it('ends at 100 % with all values, in ascending order', () => {
  const times = Array.from({ length: 50_000 }, (_, index) => 1 + (index % 997) / 3)
  const rows = percentileLog(summaryOf(times))
    .split('\n')
    .filter((line) => /^ +\d/.test(line))
    .map((line) => line.trim().split(/ +/).map(Number))
  const columns = [0, 1, 2].map((column) => rows.map((row) => row[column] ?? Number.NaN))
  for (const column of columns) expect(column).toEqual(column.toSorted((a, b) => a - b))
  expect(rows.at(-1)?.slice(1)).toEqual([1, 50_000])
})

it('has no lines of an empty distribution', () => {
  expect(percentileLog(summaryOf([])).split('\n').slice(2)).toEqual([
    '#[Mean    =        0.000, StdDeviation   =        0.000]',
    '#[Max     =        0.000, Total count    =            0]',
    '',
  ])
})
