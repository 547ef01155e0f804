import type { CapacityResult } from './capacity-result.ts'

/** What many measurements together found out: it is reported beside the results of loads. */
export type Study = CapacityResult
