/** A time: a number of milliseconds, or text such as `'200ms'`, `'1.5s'`, `'10m'`, `'1h'`, `'50us'` or `'50µs'`. */
export type Duration = number | `${number}${'us' | 'µs' | 'ms' | 's' | 'm' | 'min' | 'h'}`

/** How often: a number per second, or text such as `'200/s'`, `'60/min'`, `'1000/h'`. */
export type Rate = number | `${number}/${'s' | 'm' | 'min' | 'h'}`

/** A part of a whole: a number from 0 to 1, or text such as `'1%'`. */
export type Share = number | `${number}%`

/** An amount of memory: a number of bytes, or text such as `'64KB'` (1 KB is 1,024 bytes). */
export type Size = number | `${number}${'B' | 'KB' | 'MB' | 'GB'}`

const MILLISECONDS: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
}
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600 }
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }

/** Milliseconds of a duration, or `undefined` where it is none. */
export function parseDuration(text: unknown): number | undefined {
  return parseQuantity(text, /^(.*?) ?(us|µs|ms|s|m|min|h)$/, (value, unit) => value * (MILLISECONDS[unit] ?? Number.NaN))
}

/** Per second, or `undefined` where it is no rate. */
export function parseRate(text: unknown): number | undefined {
  return parseQuantity(text, /^(.*?) ?\/ ?(s|m|min|h)$/, (value, unit) => value / (SECONDS[unit] ?? Number.NaN))
}

/** 0 … 1 (or beyond: the bounds are the caller's), or `undefined` where it is no share. */
export function parseShare(text: unknown): number | undefined {
  return parseQuantity(text, /^(.*?) ?(%)$/, (value) => value / 100)
}

/** Bytes, or `undefined` where it is no size. */
export function parseSize(text: unknown): number | undefined {
  return parseQuantity(text, /^(.*?) ?(B|KB|MB|GB)$/, (value, unit) => value * (BYTES[unit] ?? Number.NaN))
}

function parseQuantity(text: unknown, shape: RegExp, convert: (value: number, unit: string) => number): number | undefined {
  if (typeof text === 'number') return Number.isFinite(text) ? text : undefined
  if (typeof text !== 'string') return undefined
  const [, digits, unit] = shape.exec(text) ?? []
  // Only decimals, as JavaScript prints them (1e-7, 1e+21): `Number` would also take '', '0x10' and 'Infinity'.
  if (digits === undefined || unit === undefined || !/^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/.test(digits)) return undefined
  const value = convert(Number(digits), unit)
  return Number.isFinite(value) ? value : undefined
}
