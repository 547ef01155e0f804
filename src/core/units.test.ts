import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Duration, parseDuration, parseRate, parseShare, parseSize, type Rate, type Share, type Size } from './units.ts'

describe('a duration', () => {
  it.each([
    [0, 0],
    [250, 250],
    ['200ms', 200],
    ['10us', 0.01],
    ['10µs', 0.01],
    ['4 µs', 0.004],
    ['1.5s', 1500],
    ['10m', 600_000],
    ['10min', 600_000],
    ['1h', 3_600_000],
    ['30 s', 30_000],
    ['-1s', -1000],
    ['1e-7s', 1e-4],
    ['1e+21ms', 1e21],
  ])('reads %j as %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9)
  })
})

describe('a rate', () => {
  it.each([
    [12.5, 12.5],
    ['200/s', 200],
    ['60/min', 1],
    ['60/m', 1],
    ['1800/h', 0.5],
    ['10 / s', 10],
  ])('reads %j as %d per second', (text, perSecond) => {
    expect(parseRate(text)).toBe(perSecond)
  })
})

describe('a share', () => {
  it.each([
    [0.25, 0.25],
    ['1%', 0.01],
    ['99.9%', 0.999],
    ['120%', 1.2],
    ['5 %', 0.05],
  ])('reads %j as %d', (text, share) => {
    expect(parseShare(text)).toBeCloseTo(share, 12)
  })
})

describe('a size', () => {
  it.each([
    [512, 512],
    ['64B', 64],
    ['1.5KB', 1536],
    ['16MB', 16 * 1024 ** 2],
    ['2GB', 2 * 1024 ** 3],
  ])('reads %j as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })
})

describe.each([
  ['duration', parseDuration, 'ms'],
  ['rate', parseRate, '/s'],
  ['share', parseShare, '%'],
  ['size', parseSize, 'KB'],
] as const)('what is no %s', (_, parse, unit) => {
  it.each([undefined, null, true, [], {}, Number.NaN, Number.POSITIVE_INFINITY, '', '5', 'x', unit])('refuses %j', (found) => {
    expect(parse(found)).toBeUndefined()
  })

  it.each(['0x10', '1,5', '.5', '5.', '+5', '1e', 'Infinity', '9e999', '--1', '1 2'])('refuses %j of its unit', (digits) => {
    expect(parse(digits + unit)).toBeUndefined()
  })

  it(`refuses ${unit} in other letters, and twice`, () => {
    if (unit !== '%') expect(parse(`5${unit === 'KB' ? 'kb' : unit.toUpperCase()}`)).toBeUndefined()
    expect(parse(`5${unit}${unit}`)).toBeUndefined()
  })
})

describe('a unit', () => {
  it('takes any number as JavaScript prints it', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 })
    fc.assert(fc.property(finite, (value) => parseDuration(`${value}ms`) === Number(`${value}`)))
  })

  it('has a type that knows its texts', () => {
    expectTypeOf<'1.5s'>().toExtend<Duration>()
    expectTypeOf<'200/s'>().toExtend<Rate>()
    expectTypeOf<'1%'>().toExtend<Share>()
    expectTypeOf<'64MB'>().toExtend<Size>()
    expectTypeOf<'1.5'>().not.toExtend<Duration>()
    expectTypeOf<'200/d'>().not.toExtend<Rate>()
    expectTypeOf<'1 percent'>().not.toExtend<Share>()
    expectTypeOf<'64TB'>().not.toExtend<Size>()
  })
})
