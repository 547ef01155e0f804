const BARS = '▁▂▃▄▅▆▇█'

/** Figures as a line of bars, from 0 to the largest; a figure that doesn't exist is a dot. */
export function textSparkline(values: readonly (number | undefined)[]): string {
  const largest = Math.max(0, ...values.filter((value) => value !== undefined))
  return values
    .map((value) => {
      if (value === undefined) return '·'
      const step = largest === 0 ? 0 : Math.round((Math.max(0, value) / largest) * (BARS.length - 1))
      return BARS[step]
    })
    .join('')
}
