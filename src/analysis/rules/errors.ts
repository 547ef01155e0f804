import { formatCount, formatShare } from '../../core/format.ts'
import { type ErrorCategory, errorCategories } from '../../metrics/error-category.ts'
import type { Rule } from '../rule.ts'

interface Advice {
  /** Completes "3 requests (0.1 %) …". */
  readonly happened: string
  readonly recommendation: string
}

const ADVICE: Readonly<Record<ErrorCategory, Advice>> = {
  timeout: {
    happened: 'got no whole response in time',
    recommendation:
      'Look for what the server waits for (a lock, a full pool, a slow dependency), and give that a limit of its own',
  },
  refused: {
    happened: 'were refused a connection',
    recommendation: "See whether the server was down, and raise its listen backlog (and the system's `somaxconn`) if it wasn't",
  },
  reset: {
    happened: 'lost their connection',
    recommendation:
      'See whether the server crashed or restarted, and whether a proxy closes idle connections before the server does',
  },
  dns: {
    happened: 'could not resolve the name of the host',
    recommendation: 'Check the host name, and use an address or a local resolver for the load',
  },
  tls: {
    happened: 'failed to agree on TLS',
    recommendation: "Check the certificate's names and dates, and its authority in `tls.ca`",
  },
  protocol: {
    happened: 'got what is not HTTP, or too many redirects',
    recommendation: 'Check port and scheme, and follow one redirect chain by hand',
  },
  'http-4xx': {
    happened: 'were refused as wrong (status 4xx)',
    recommendation:
      'Correct the request: look at the examples for a missing field, an expired token or data that no longer exists',
  },
  'rate-limited': {
    happened: 'were rate-limited (status 429)',
    recommendation: 'Keep the load below the limit with `budget`, or use `retry` with back-off; or raise the limit for the test',
  },
  'http-5xx': {
    happened: 'made the server fail (status 5xx)',
    recommendation: "Read the server's log at the times of the examples, and look at its pools and dependencies first",
  },
  expectation: {
    happened: 'had a response that was not as expected',
    recommendation: 'Look at the examples: the server may answer wrongly under load, or `expect` may be too narrow',
  },
  exception: {
    happened: 'ended in an exception of the scenario',
    recommendation: 'Mend the scenario: it must stand responses that fail',
  },
  generator: {
    happened: "failed for want of this machine's own resources",
    recommendation: 'Raise the limits of the generator, such as `ulimit -n`, or use fewer connections',
  },
}

/** A rule for each category of errors. */
export const errorRules: readonly Rule[] = errorCategories.map(errorsOf)

function errorsOf(category: ErrorCategory): Rule {
  return ({ errors, requests }, { errorRate }) => {
    const groups = errors.filter((group) => group.category === category)
    const count = groups.reduce((sum, group) => sum + group.count, 0)
    const ended = requests.succeeded + requests.failed
    if (count === 0) return undefined
    const share = ended === 0 ? 1 : Math.min(1, count / ended)
    const { happened, recommendation } = ADVICE[category]
    const endpoints = new Set(groups.map(({ endpoint }) => endpoint))
    const [only] = endpoints
    const at = Math.min(...groups.flatMap(({ examples }) => examples.map((example) => example.at)))
    return {
      code: `errors-${category}`,
      severity: share < errorRate.excellent ? 'info' : share < errorRate.good ? 'warning' : 'problem',
      message: `${formatCount(count)} requests or iterations (${formatShare(share)}) ${happened}`,
      recommendation,
      ...(Number.isFinite(at) ? { at } : {}),
      ...(endpoints.size === 1 && only !== undefined ? { endpoint: only } : {}),
    }
  }
}
