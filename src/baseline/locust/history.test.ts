import { describe, expect, it } from 'vitest'
import { readLocustHistory } from './history.ts'
import { locustText } from './locust.fixture.ts'

describe('a _stats_history.csv of Locust', () => {
  it('gives the course of all requests, with percentiles where they are of each moment', () => {
    const moments = readLocustHistory(locustText('gateway-baseline_stats_history.csv'), 'a_stats_history.csv')
    expect(moments).toHaveLength(12)
    expect(moments[0]).toEqual({ at: 1_773_481_500_000, users: 1, rate: 0, failureRate: 0, percentiles: new Map() })
    expect(moments[3]?.percentiles.get(95)).toBe(215)
  })

  it('has no percentiles where Locust wrote those of the whole run so far', () => {
    const moments = readLocustHistory(locustText('gateway-regressed_stats_history.csv'), 'a_stats_history.csv')
    expect(moments[3]).toMatchObject({ users: 4, rate: 22.7, percentiles: new Map() })
  })

  const header = 'Timestamp,User Count,Type,Name,Requests/s,Failures/s\n'
  it.each([
    [
      `${header}5,1,,Aggregated,1,0\n4,1,,Aggregated,1,0`,
      "h.csv, line 3, column 'Timestamp': expected moments in order, got an earlier one",
    ],
    [`${header}9999999999999,1,,Aggregated,1,0`, "h.csv, line 2, column 'Timestamp': expected seconds since 1970"],
    [`${header}5,many,,Aggregated,1,0`, "h.csv, line 2, column 'User Count': expected a whole number of at least 0, got 'many'"],
  ])('is refused where it is damaged: %j', (text, message) => {
    expect(() => readLocustHistory(text, 'h.csv')).toThrow(expect.objectContaining({ message }))
  })
})
