import type { Toxic } from './toxic.ts'

/** A toxic of a proxy. */
export interface AddedToxic {
  readonly id: number
  readonly toxic: Toxic
}

/** What all toxics of one direction of a connection do to it together. Milliseconds, bytes. */
export interface Treatment {
  /** Those that delay each chunk: their times add up. */
  readonly delays: readonly { readonly delay: number; readonly jitter: number }[]
  /** Bytes per millisecond; infinite where nothing limits it. */
  readonly rate: number
  /** Bytes of a packet at most. */
  readonly size: number
  /** Between two packets. */
  readonly gap: number
  readonly closeDelay: number
  readonly isSwallowing: boolean
  readonly resetAfter: number | undefined
}

/** The toxics of one direction as one; `undefined` where they change nothing about the way of an octet. */
export function treatmentOf(toxics: readonly Toxic[]): Treatment | undefined {
  if (toxics.length === 0) return undefined
  const of = <K extends Toxic['kind']>(kind: K): Extract<Toxic, { kind: K }>[] =>
    toxics.filter((toxic): toxic is Extract<Toxic, { kind: K }> => toxic.kind === kind)
  const resets = of('reset').map(({ after }) => after)
  return {
    delays: of('latency').map(({ delay, jitter }) => ({ delay, jitter })),
    rate: Math.min(...of('bandwidth').map(({ rate }) => rate / 1000), Number.POSITIVE_INFINITY),
    size: Math.min(...of('slice').map(({ size }) => size), Number.POSITIVE_INFINITY),
    gap: of('slice').reduce((sum, { gap }) => sum + gap, 0),
    closeDelay: of('slow-close').reduce((sum, { delay }) => sum + delay, 0),
    isSwallowing: of('swallow').length > 0,
    resetAfter: resets.length === 0 ? undefined : Math.min(...resets),
  }
}
