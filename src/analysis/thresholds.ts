/** Where grades end. */
export interface Thresholds {
  /** Milliseconds below which p95 is so good; from the last on it is critical. @default 50, 100, 200, 500 */
  readonly p95: { readonly excellent: number; readonly good: number; readonly acceptable: number; readonly poor: number }
  /** Share of failed requests below which it is so good; from the last on it is poor. @default 0.001, 0.01, 0.05 */
  readonly errorRate: { readonly excellent: number; readonly good: number; readonly acceptable: number }
}

/** What is usual for a service that people wait for. */
export const defaultThresholds: Thresholds = Object.freeze({
  p95: Object.freeze({ excellent: 50, good: 100, acceptable: 200, poor: 500 }),
  errorRate: Object.freeze({ excellent: 0.001, good: 0.01, acceptable: 0.05 }),
})

/** Some of them by a user, the rest as usual. */
export type ThresholdsOptions = { readonly [K in keyof Thresholds]?: Partial<Thresholds[K]> }

export function withThresholds({ p95, errorRate }: ThresholdsOptions = {}): Thresholds {
  return { p95: { ...defaultThresholds.p95, ...p95 }, errorRate: { ...defaultThresholds.errorRate, ...errorRate } }
}
