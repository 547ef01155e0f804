/** Figures as text, for sentences and tables. `finer` adds decimals, where a figure must read different from another. */

/** `4 µs`, `0.25 ms`, `250.1 ms`, `1.23 s`, `82 s`, `2 min 5 s`, `1 h 30 min`, from milliseconds. */
export function formatDuration(milliseconds: number, finer = 0): string {
  if (milliseconds < 0) return `-${formatDuration(-milliseconds, finer)}`
  if (milliseconds === 0) return '0 ms'
  if (milliseconds < 0.0995) return `${decimal(milliseconds * 1000, finer)} µs`
  if (milliseconds < 9.995) return `${decimal(milliseconds, 2 + finer)} ms`
  if (rounded(milliseconds, 1 + finer) < 1000) return `${decimal(milliseconds, 1 + finer)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 9.995) return `${decimal(seconds, 2 + finer)} s`
  if (rounded(seconds, 1 + finer) < 120) return `${decimal(seconds, 1 + finer)} s`
  const whole = rounded(seconds, finer)
  if (whole < 3600) return parts(Math.floor(whole / 60), 'min', decimal(whole % 60, finer), 's')
  const minutes = rounded(seconds / 60, finer)
  return parts(Math.floor(minutes / 60), 'h', decimal(minutes % 60, finer), 'min')
}

/** `1,234.5/s`; below one per second `14.6/min`, below one per minute `3.6/h`. */
export function formatRate(perSecond: number, finer = 0): string {
  if (perSecond === 0 || rounded(perSecond, 2 + finer) >= 1) return `${graded(perSecond, finer)}/s`
  if (rounded(perSecond * 60, 2 + finer) >= 1) return `${graded(perSecond * 60, finer)}/min`
  return `${graded(perSecond * 3600, finer)}/h`
}

/** `99.95 %`. What isn't all never reads as 100 %, and what isn't nothing never as 0 %. */
export function formatShare(share: number, finer = 0): string {
  const percent = share * 100
  let decimals = 2 + finer
  while (decimals < 12 && looksWhole(percent, decimals)) decimals += 1
  return `${decimal(percent, decimals)} %`
}

/** `12,040`. */
export function formatCount(count: number): string {
  return decimal(count, 0)
}

/** `512 B`, `1.5 KB`, `64 MB`, `2.3 GB`, from bytes; 1 KB is 1,024 bytes. */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (unit < SIZE_UNITS.length - 1 && rounded(value, 1) >= 1024) {
    value /= 1024
    unit += 1
  }
  return `${decimal(value, unit === 0 ? 0 : 1)} ${SIZE_UNITS[unit]}`
}

const SIZE_UNITS = ['B', 'KB', 'MB', 'GB']

/** With as many decimals as say something: two below 10, one below 10,000, none above. */
function graded(value: number, finer: number): string {
  if (rounded(value, 2 + finer) < 10) return decimal(value, 2 + finer)
  return decimal(value, (rounded(value, 1 + finer) < 10_000 ? 1 : 0) + finer)
}

function looksWhole(percent: number, decimals: number): boolean {
  const shown = rounded(percent, decimals)
  return (shown === 0 && percent !== 0) || (shown === 100 && percent !== 100)
}

function parts(large: number, largeUnit: string, small: string, smallUnit: string): string {
  return small === '0' ? `${formatCount(large)} ${largeUnit}` : `${formatCount(large)} ${largeUnit} ${small} ${smallUnit}`
}

// Making an `Intl.NumberFormat` takes longer than all else here.
const formats = new Map<number, Intl.NumberFormat>()

function decimal(value: number, decimals: number): string {
  let format = formats.get(decimals)
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals })
    formats.set(decimals, format)
  }
  return format.format(value)
}

// From the text itself: `toFixed` rounds 99.9995 down, because in binary it is a hair less.
function rounded(value: number, decimals: number): number {
  return Number(decimal(value, decimals).replaceAll(',', ''))
}
