import { expected, type Reader, share } from '../../core/options.ts'

/** A percentile from 1 to 100, so that 0.95 is not taken for 95. */
export const percentile: Reader<number> = (found, at, problems) => {
  if (typeof found === 'number' && found >= 1 && found <= 100) return found
  expected('a percentile from 1 to 100, such as 99.9', found, at, problems)
  return Number.NaN
}

/** A share that something can be above; `hint` says what to use for all. */
export function shareToExceed(hint: string): Reader<number> {
  return (found, at, problems) => {
    const value = share()(found, at, problems)
    if (value === 1) expected(`below 100 %, because nothing is above it (${hint})`, found, at, problems)
    return value
  }
}

/** A share that something can be below; `hint` says what to use for none. */
export function shareToStayBelow(hint: string): Reader<number> {
  return (found, at, problems) => {
    const value = share()(found, at, problems)
    if (value === 0) expected(`above 0 %, because nothing is below it (${hint})`, found, at, problems)
    return value
  }
}
