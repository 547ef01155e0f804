import type { Finding } from '../metrics/finding.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Thresholds } from './thresholds.ts'

/** Looks for one thing in a result. Never throws, whatever was measured. */
export type Rule = (result: LoadResult, thresholds: Thresholds) => Finding | undefined
