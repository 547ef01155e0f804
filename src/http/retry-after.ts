import type { Exchange } from './transport.ts'

/**
 * Milliseconds that a response asks to wait (RFC 9110 §10.2.3), or `undefined` if it doesn't, or not in a way that is understood. `now`
 * is the time of day: a date is taken relative to the response's own, if it has one, as clocks differ.
 */
export function readRetryAfter(headers: Exchange['headers'], now: number): number | undefined {
  const value = headers['retry-after']
  if (typeof value !== 'string') return undefined
  // Fractions are not in the standard, but in use.
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  const until = parseDate(value)
  return until === undefined ? undefined : Math.max(0, until - (parseDate(headers.date) ?? now))
}

// Other texts, which `Date.parse` may take too, are of an unknown time zone.
function parseDate(value: string | string[] | undefined): number | undefined {
  if (typeof value !== 'string' || !value.endsWith('GMT')) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}
