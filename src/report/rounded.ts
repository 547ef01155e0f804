/** A figure of a chart, to four significant digits: finer than any screen, and half the bytes. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
