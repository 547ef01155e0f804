import { duration, object, optional, parseOptions, share } from '../../core/options.ts'
import type { Duration, Share } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judgeOverload } from '../../verdict/overload.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export interface DegradeOptions {
  /** What must stay of the best throughput: a number from 0 to 1, or text such as `'80%'`. @default '70%' */
  readonly keeps?: Share
  /** In which 95 % of the refusals must come. @default '1s' */
  readonly refusal?: Duration
}

export function toDegradeGracefully(measurement: Measurement, options?: DegradeOptions): Verdict {
  return judgeOverload(measurement, parseOptions('toDegradeGracefully', options, readOptions))
}

const readOptions = object({ keeps: optional(share(), 0.7), refusal: optional(duration(), 1000) })
