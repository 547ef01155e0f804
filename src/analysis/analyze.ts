import type { Finding } from '../metrics/finding.ts'
import type { LoadResult } from '../metrics/result.ts'
import { rules } from './rules.ts'
import { readThresholds, type ThresholdsOptions } from './thresholds.ts'

/**
 * What a result's figures say in plain words, the gravest first.
 *
 * `result.findings` is what it says with the usual thresholds. It never throws on a result that is odd: one without requests, aborted or a second long has few findings or none.
 *
 * @throws {OptionsError} if a threshold is none.
 * @example for (const { message, recommendation } of analyze(result)) console.log(`${message}: ${recommendation}`)
 */
export function analyze(result: LoadResult, options?: ThresholdsOptions): readonly Finding[] {
  const thresholds = readThresholds('analyze', options)
  const findings = rules.map((rule) => rule(result, thresholds)).filter((finding) => finding !== undefined)
  return findings.sort((one, other) => GRAVITY[one.severity] - GRAVITY[other.severity])
}

const GRAVITY: Readonly<Record<Finding['severity'], number>> = { problem: 0, warning: 1, info: 2 }
