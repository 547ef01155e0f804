import type { BenchmarkStudy } from './benchmark-result.ts'
import type { CapacityResult } from './capacity-result.ts'

/** What many measurements found out together. It is reported beside the results of loads. JSON-safe. */
export type Study = BenchmarkStudy | CapacityResult
