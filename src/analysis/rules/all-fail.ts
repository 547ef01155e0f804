import { formatCount, formatDuration } from '../../core/format.ts'
import type { ErrorCategory } from '../../metrics/error-category.ts'
import type { LoadResult, Measurement } from '../../metrics/result.ts'
import type { Rule } from '../rule.ts'

/** What a server says of a request that it could not have answered well, however fast it is. */
const WRONG: ReadonlySet<ErrorCategory> = new Set(['http-4xx', 'expectation', 'exception'])

/** An endpoint whose every request fails: the request or the server is wrong, and no figure of it says how fast it is. */
export const allFail: Rule = (result) => {
  const failing = endpointsOf(result).filter(({ requests }) => requests.failed > 0 && requests.succeeded === 0)
  const worst = failing.toSorted((one, other) => other.requests.failed - one.requests.failed)[0]
  const [commonest] = worst?.errors.toSorted((one, other) => other.count - one.count) ?? []
  if (worst === undefined || commonest === undefined) return undefined
  const { category, message, endpoint } = commonest
  const name = endpoint === '(other)' ? worst.name : endpoint
  const after = worst.failedLatency.p50 === undefined ? '' : `, after ${formatDuration(worst.failedLatency.p50)}`
  const others = failing.length === 1 ? '' : `, as do those of ${formatCount(failing.length - 1)} more`
  return {
    code: 'all-requests-fail',
    severity: 'problem',
    message: `All ${formatCount(worst.requests.failed)} requests of ${name} fail${after}: ${category} (${message})${others}`,
    recommendation: WRONG.has(category)
      ? 'Correct the request (its path, body and credentials): it is wrong, not the server slow'
      : 'Make one such request by hand, and mend what it shows before you load it',
    endpoint: name,
  }
}

function endpointsOf(result: LoadResult): readonly Measurement[] {
  return result.endpoints.map((name) => result.endpoint(name))
}
