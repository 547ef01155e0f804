import type { Warning } from '../metrics/outcome.ts'
import type { StoredResources } from '../metrics/resources.ts'

/** What a user asked to be sampled and was not, not even once: metrics, or a process that was named. */
export function warningsOfSampling(resources: StoredResources | undefined, isPidNamed: boolean): Warning[] {
  if (resources === undefined) return []
  const { series, marks } = resources
  const missing = (source: 'metrics' | 'server'): string | undefined =>
    series.some((one) => one.source === source) ? undefined : marks.find((mark) => mark.source === source)?.message
  const metrics = missing('metrics')
  const server = isPidNamed ? missing('server') : undefined
  return [
    ...warning('metrics-missing', 'No metrics of the server were read', metrics),
    ...warning('server-missing', 'The process of `sample: { pid }` was not sampled', server),
  ]
}

function warning(code: string, what: string, why: string | undefined): Warning[] {
  return why === undefined ? [] : [{ code, message: `${what}: ${why}` }]
}
