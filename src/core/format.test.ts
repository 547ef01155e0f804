import { describe, expect, it } from 'vitest'
import { formatCount, formatDuration, formatRate, formatShare, formatSize } from './format.ts'

describe('a duration as text', () => {
  it.each([
    [0, '0 ms'],
    [0.001, '1 µs'],
    [0.0994, '99 µs'],
    [0.0996, '0.1 ms'],
    [0.25, '0.25 ms'],
    [1, '1 ms'],
    [1.5, '1.5 ms'],
    [9.994, '9.99 ms'],
    [9.996, '10 ms'],
    [12.34, '12.3 ms'],
    [200, '200 ms'],
    [250.111, '250.1 ms'],
    [999.94, '999.9 ms'],
    [999.96, '1 s'],
    [1200, '1.2 s'],
    [1234.5, '1.23 s'],
    [9996, '10 s'],
    [12_345, '12.3 s'],
    [82_000, '82 s'],
    [119_940, '119.9 s'],
    [119_960, '2 min'],
    [125_000, '2 min 5 s'],
    [125_600, '2 min 6 s'],
    [179_600, '3 min'],
    [3_599_400, '59 min 59 s'],
    [3_599_600, '1 h'],
    [5_400_000, '1 h 30 min'],
    [90_000_000, '25 h'],
    [4_000_000_000, '1,111 h 7 min'],
    [-5000, '-5 s'],
  ])('%d ms are %j', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })

  it.each([
    [200.04, 1, '200.04 ms'],
    [200.0004, 3, '200.0004 ms'],
    [2000.5, 2, '2.0005 s'],
    [1999.5, 1, '2 s'],
    [999.96, 1, '999.96 ms'],
    [12_040, 1, '12.04 s'],
    [125_040, 2, '2 min 5.04 s'],
    [5_401_200, 2, '1 h 30.02 min'],
    [200, 3, '200 ms'],
  ])('%d ms with %d more decimals are %j', (milliseconds, finer, text) => {
    expect(formatDuration(milliseconds, finer)).toBe(text)
  })
})

describe('a rate as text', () => {
  it.each([
    [0, '0/s'],
    [1, '1/s'],
    [1.25, '1.25/s'],
    [9.996, '10/s'],
    [14.56, '14.6/s'],
    [200, '200/s'],
    [1234.5, '1,234.5/s'],
    [9999.96, '10,000/s'],
    [217_000.4, '217,000/s'],
    [0.9999, '1/s'],
    [14.6 / 60, '14.6/min'],
    [0.5 / 60, '30/h'],
    [0.001, '3.6/h'],
  ])('%d per second are %j', (perSecond, text) => {
    expect(formatRate(perSecond)).toBe(text)
  })

  it.each([
    [1000.04, 1, '1,000.04/s'],
    [10_000.4, 1, '10,000.4/s'],
    [0.9999, 2, '59.994/min'],
  ])('%d per second with %d more decimals are %j', (perSecond, finer, text) => {
    expect(formatRate(perSecond, finer)).toBe(text)
  })
})

describe('a share as text', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.5, '50 %'],
    [0.07, '7 %'],
    [0.9995, '99.95 %'],
    [0.333333, '33.33 %'],
    [0.99996, '99.996 %'],
    [0.999995, '99.9995 %'],
    [0.9999996, '99.99996 %'],
    [0.00004, '0.004 %'],
    [0.00000123, '0.0001 %'],
    [1.2, '120 %'],
  ])('%d is %j', (share, text) => {
    expect(formatShare(share)).toBe(text)
  })

  it('has more decimals where it must read different from another', () => {
    expect(formatShare(0.990_04, 1)).toBe('99.004 %')
  })
})

describe('a count as text', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [12_040, '12,040'],
    [1_234_567, '1,234,567'],
  ])('%d is %j', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})

describe('a size as text', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [1024 ** 2 - 1, '1 MB'],
    [64 * 1024 ** 2, '64 MB'],
    [2.34 * 1024 ** 3, '2.3 GB'],
    [5000 * 1024 ** 3, '5,000 GB'],
  ])('%d bytes are %j', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })
})
