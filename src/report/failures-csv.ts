import type { LoadResult } from '../metrics/result.ts'
import { restoreIntervals } from '../metrics/stored-result.ts'
import { csvLines } from './csv.ts'
import { methodAndName } from './locust-columns.ts'

const TITLES = ['Method', 'Name', 'Error', 'Occurrences', 'First Seen', 'Last Seen']

/** The kinds of failures of a result in the columns of Locust's `_failures.csv`, the most frequent first. */
export function failuresCsv(result: LoadResult): string {
  const started = Date.parse(result.startedAt)
  const seen = momentsOf(result)
  const rows = result.errors
    .toSorted((a, b) => b.count - a.count)
    .map(({ category, endpoint, message, count }) => {
      const { first, last } = seen.get(`${category}\n${endpoint}\n${message}`) ?? { first: 0, last: 0 }
      const moments = [first, last].map((at) => new Date(started + at).toISOString())
      return [...methodAndName(endpoint), `${category}: ${message}`, count, ...moments]
    })
  return csvLines([TITLES, ...rows])
}

/** When each kind was first and last seen: the first to the millisecond, the last to the end of its interval. */
function momentsOf(result: LoadResult): ReadonlyMap<string, { readonly first: number; readonly last: number }> {
  const seen = new Map<string, { first: number; last: number }>()
  for (const { start, end, requests } of restoreIntervals(result.toJSON())) {
    for (const { category, endpoint, message, examples } of requests.flatMap(({ errors }) => errors)) {
      const key = `${category}\n${endpoint}\n${message}`
      const first = examples[0]?.at ?? start
      seen.set(key, { first: Math.min(seen.get(key)?.first ?? first, first), last: end })
    }
  }
  return seen
}
