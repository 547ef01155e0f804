import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../core/input-error.ts'
import { locustText } from './locust.fixture.ts'
import { readLocustStats } from './stats.ts'

const HEADER = 'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,95%'
const AGGREGATED = ',Aggregated,10,1,5,6,9'

describe('a _stats.csv of Locust', () => {
  it('gives endpoints named as ours, with their figures', () => {
    const { total, endpoints } = readLocustStats(locustText('gateway-baseline_stats.csv'), 'a_stats.csv')
    expect(endpoints.map(({ name }) => name)).toEqual([
      'GET /health',
      'GET /orders/[id]',
      'POST /search, full text',
      'POST /validate',
    ])
    expect(endpoints[1]).toMatchObject({ requests: 900, failures: 3, median: 85, mean: 93.8821, p95: 180, p99: 310, rate: 7.5 })
    expect(total).toMatchObject({ requests: 2724, failures: 27, max: 702.4 })
    expect([...total.percentiles.keys()]).toEqual([50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100])
  })

  it('has no times of what was never requested, and no percentiles that were not written', () => {
    const { total, endpoints } = readLocustStats(locustText('old_stats.csv'), 'old_stats.csv')
    expect(endpoints[1]).toEqual({ name: 'GET /never', requests: 0, failures: 0, rate: 0, percentiles: new Map() })
    expect(total.p95).toBeUndefined()
    expect(total.percentiles).toEqual(
      new Map([
        [50, 12],
        [90, 22],
      ]),
    )
  })

  it('is read of a Locust before 1.0, which called its columns otherwise', () => {
    const header = '"Type","Name","# requests","# failures","Median response time","Average response time","Requests/s"'
    const text = `${header}\n"GET","/a, b",10,1,5,6.5,2.00\n"None","Aggregated",10,1,5,6.5,2.00\n`
    const row = { requests: 10, failures: 1, median: 5, mean: 6.5, rate: 2 }
    const { total, endpoints } = readLocustStats(text, 'a_stats.csv')
    expect(total).toMatchObject(row)
    expect(endpoints).toMatchObject([{ name: 'GET /a, b', ...row }])
    expect(readLocustStats(text.replace('Aggregated', 'Total'), 'a_requests.csv')).toEqual({ total, endpoints })
  })

  it.each([
    ['a byte order mark', `\uFEFF${HEADER}\n${AGGREGATED}\n`],
    ['Windows line ends', `${HEADER}\r\n${AGGREGATED}\r\n`],
    ['no line end at its end', `${HEADER}\n${AGGREGATED}`],
    ['blank lines', `${HEADER}\n\n${AGGREGATED}\n\n`],
    ['quotes around everything', `"Type","Name","Request Count","Failure Count"\n"","Aggregated","10","1"\n`],
    ['columns in another order', 'Name,Failure Count,Request Count\nAggregated,1,10\n'],
  ])('is read with %s', (_, text) => {
    expect(readLocustStats(text, 'a_stats.csv').total).toMatchObject({ requests: 10, failures: 1 })
  })

  it('keeps names as they are, whatever they hold', () => {
    const name = '=cmd("x")\n<script>, "quoted" \u001b[31m'
    const text = `${HEADER}\nGET,"${name.replaceAll('"', '""')}",10,1,5,6,9\n${AGGREGATED}\n`
    expect(readLocustStats(text, 'a_stats.csv').endpoints[0]?.name).toBe(`GET ${name}`)
  })

  it.each([
    ['', "a_stats.csv: expected a header with the columns 'Name', 'Request Count', 'Failure Count', got nothing"],
    ['Type,Name,Requests Count,Failure Count', "a_stats.csv, line 1: expected a column 'Request Count', got 'Requests Count'"],
    ['Name,Request Count,Failure Count,Name', "a_stats.csv, line 1, column 'Name': expected each column once"],
    [HEADER, "a_stats.csv: expected one row 'Aggregated', got none: is the file cut off?"],
    [`${HEADER}\nGET,/a,10`, 'a_stats.csv, line 2: expected 7 fields, as in the header, got 3'],
    [
      `${HEADER}\nGET,/a,10,1,5,6,9\nGET,/b,ten,1,5,6,9`,
      "a_stats.csv, line 3, column 'Request Count': expected a whole number of at least 0, got 'ten'",
    ],
    [
      `${HEADER}\nGET,"/a\nb",10,1,5,6,9\nGET,/b,10,1,5,6,-9`,
      "a_stats.csv, line 4, column '95%': expected a number of at least 0, got '-9'",
    ],
    [
      `${HEADER}\nGET,/a,10,11,5,6,9`,
      "a_stats.csv, line 2, column 'Failure Count': expected at most the 10 requests of its row, got 11",
    ],
    [
      `${HEADER}\nGET,/a,10,1,5,6,9\nGET,/a,10,1,5,6,9`,
      "a_stats.csv, line 3, column 'Name': expected each request once, got 'GET /a' again",
    ],
    [`${HEADER}\n${AGGREGATED}\n${AGGREGATED}`, "a_stats.csv: expected one row 'Aggregated', got 2"],
  ])('is refused where it is damaged: %j', (text, message) => {
    expect(() => readLocustStats(text, 'a_stats.csv')).toThrow(expect.objectContaining({ code: 'ERR_LOAD_INPUT', message }))
  })

  it('names the line of a quote that never ends', () => {
    expect(() => readLocustStats(`${HEADER}\nGET,"/a,1`, 'a_stats.csv')).toThrow(/^a_stats\.csv, line 2: expected CSV: Quote/)
  })

  it('is read or refused with one clear error, wherever it is cut and whatever is written over it', () => {
    const whole = locustText('gateway-regressed_stats.csv')
    const damage = fc.record({ at: fc.nat(whole.length), length: fc.nat(40), by: fc.string({ maxLength: 10 }) })
    fc.assert(
      fc.property(damage, fc.boolean(), ({ at, length, by }, isCut) => {
        const text = whole.slice(0, at) + (isCut ? '' : by + whole.slice(at + length))
        try {
          readLocustStats(text, 'a_stats.csv')
        } catch (error) {
          expect(error).toBeInstanceOf(InputError)
        }
      }),
    )
  })
})
