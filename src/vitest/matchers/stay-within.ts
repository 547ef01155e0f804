import { duration, object, oneOf, optional, parseOptions, share } from '../../core/options.ts'
import type { Duration, Share } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judgeDegradation, type LastingMetric, lastingMetrics } from '../../verdict/degradation.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export interface StayWithinOptions {
  /** @default 'p50' */
  readonly metric?: LastingMetric
  /** The time at the start and at the end that are compared; `LOAD_SCALE` scales it. @default a sixth of the time */
  readonly bucket?: Duration
}

export function toStayWithin(measurement: Measurement, limit: Share, options?: StayWithinOptions): Verdict {
  const parsed = parseOptions('toStayWithin', { share: limit, options }, object({ share: share(), options: readOptions }))
  const { metric, bucket } = parsed.options
  const scaled = bucket === undefined ? undefined : bucket * measurement.scale
  return judgeDegradation(measurement, { share: parsed.share, metric, bucket: scaled })
}

const readOptions = object({ metric: optional(oneOf(...lastingMetrics), 'p50' as const), bucket: optional(duration()) })
