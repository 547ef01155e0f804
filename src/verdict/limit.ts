/** A value as text; `finer` adds decimals. */
export type Show = (value: number, finer?: number) => string

/** What a figure is held against. Above and below leave the value itself out; at most, at least and within don't. */
export type Limit =
  | { readonly kind: 'below' | 'above' | 'at-most' | 'at-least'; readonly value: number }
  | { readonly kind: 'within'; readonly from: number; readonly to: number }

export function meets(value: number, limit: Limit): boolean {
  switch (limit.kind) {
    case 'below':
      return value < limit.value
    case 'above':
      return value > limit.value
    case 'at-most':
      return value <= limit.value
    case 'at-least':
      return value >= limit.value
    case 'within':
      return value >= limit.from && value <= limit.to
  }
}

/** The value past which an upper limit is missed. */
export function upperEdge(limit: Limit): number | undefined {
  switch (limit.kind) {
    case 'below':
    case 'at-most':
      return limit.value
    case 'within':
      return limit.to
    case 'above':
    case 'at-least':
      return undefined
  }
}

/** `below 200 ms`, `75 s to 90 s`. */
export function describeLimit(limit: Limit, show: Show): string {
  if (limit.kind === 'within') return `${show(limit.from)} to ${show(limit.to)}`
  return `${limit.kind.replace('-', ' ')} ${show(limit.value)}`
}

/** The values at which the limit turns. */
export function edgesOf(limit: Limit): readonly number[] {
  return limit.kind === 'within' ? [limit.from, limit.to] : [limit.value]
}
