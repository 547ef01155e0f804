import type { Profile } from './profile.ts'

/** A profile whose optional fields may be present and undefined. */
type Draft<P> = { readonly [K in keyof P]: Partial<Pick<P, K>> extends Pick<P, K> ? P[K] | undefined : P[K] }

/** Freezes a profile to its leaves, without fields that are undefined: JSON would lose them. */
export function freezeProfile<P extends Profile>(draft: Draft<P>): P {
  const given = Object.entries(draft).filter(([, value]) => value !== undefined)
  return deepFreeze(Object.fromEntries(given) as unknown as P)
}

/** Freezes a value to its leaves. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}
