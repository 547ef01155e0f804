import { closest, distance } from 'fastest-levenshtein'

/**
 * The known name that was probably meant, whatever its case; `undefined` where none is near.
 *
 * @example nearest('duraton', ['duration', 'vus']) // 'duration'
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const near = closest(
    name.toLowerCase(),
    known.map((one) => one.toLowerCase()),
  )
  const isNear = distance(name.toLowerCase(), near) <= Math.min(Math.max(2, name.length / 2), name.length - 1)
  return isNear ? known.find((one) => one.toLowerCase() === near) : undefined
}
