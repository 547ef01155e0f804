import { describe, expect, it } from 'vitest'
import { fakeMeasurement, repeat } from '../verdict/measurement.fixture.ts'
import { gradesOf } from './grades.ts'

describe('a grade', () => {
  it.each([
    [49, 'excellent'],
    [50, 'good'],
    [100, 'acceptable'],
    [200, 'poor'],
    [500, 'critical'],
  ])('of a p95 of %i ms is %s', (latency, grade) => {
    expect(gradesOf(fakeMeasurement({ latency: repeat(latency, 10) })).latency).toBe(grade)
  })

  it.each([
    [0, 'excellent'],
    [1, 'good'],
    [10, 'acceptable'],
    [50, 'poor'],
  ])('of %i errors in a thousand is %s', (errors, grade) => {
    expect(gradesOf(fakeMeasurement({ succeeded: 1000 - errors, errors: { 'http-5xx': errors } })).errors).toBe(grade)
  })

  it('follows the thresholds of a user', () => {
    expect(gradesOf(fakeMeasurement({ latency: repeat(20, 10) }), { p95: { excellent: 10 } }).latency).toBe('good')
  })

  it('does not exist without data, and not of what only fails', () => {
    expect(gradesOf(fakeMeasurement())).toEqual({ latency: undefined, errors: undefined })
    expect(gradesOf(fakeMeasurement({ succeeded: 0, latency: [5], errors: { timeout: 1 } }))).toEqual({
      latency: undefined,
      errors: 'poor',
    })
  })
})
