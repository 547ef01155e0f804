import { formatShare } from '../../core/format.ts'
import type { ContrastFinding, JudgedContrast } from './find-regressions.ts'
import { changeOnScale } from './metric-scale.ts'
import type { RegressionMetric } from './regression-limits.ts'

/**
 * A finding as text: `p95 +12.3 % (95 % CI +8.1 … +16.9), limit +10 %`.
 *
 * @param isNamed Whether what it is of is told as well: there are several.
 */
export function describeContrast(finding: ContrastFinding, confidence: number, isNamed: boolean): string {
  const { endpoint = 'all requests', metric, estimate } = finding
  const subject = isNamed ? `${endpoint}: ` : ''
  const name = NAMES[metric]
  if (estimate.kind === 'unknown') return `${subject}${name} is not judged: ${estimate.because}`
  return `${subject}${describeChange(finding as JudgedContrast)} (${intervalOf(finding as JudgedContrast, confidence)}), limit ${limitOf(finding as JudgedContrast)}`
}

const NAMES: Readonly<Record<RegressionMetric, string>> = {
  p50: 'p50',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  mean: 'mean latency',
  errorRate: 'error rate',
  throughput: 'throughput',
}

/** Of shares of failures from none at all: there is nothing that they grew from. */
export function isNewFailures({ metric, estimate }: ContrastFinding): boolean {
  return metric === 'errorRate' && estimate.kind === 'known' && estimate.base === 0 && estimate.candidate > 0
}

function describeChange(finding: JudgedContrast): string {
  const { metric, estimate } = finding
  if (isNewFailures(finding)) return `new failures: 0 → ${formatShare(estimate.candidate)}`
  return `${NAMES[metric]} ${signed(metric, changeOnScale(metric, estimate.difference))} ${unitOf(metric)}`
}

function intervalOf({ metric, interval }: JudgedContrast, confidence: number): string {
  const bounds = interval.map((bound) => changeOnScale(metric, bound)).sort((one, other) => one - other)
  const [lower, upper] = bounds.map((bound) => signed(metric, bound))
  const unit = metric === 'errorRate' ? ' pt' : ''
  return `${formatShare(confidence)} CI ${lower} … ${upper}${unit}`
}

function limitOf({ metric, limit }: JudgedContrast): string {
  return `${metric === 'throughput' ? '-' : '+'}${Number((limit * 100).toFixed(4))} ${unitOf(metric)}`
}

function unitOf(metric: RegressionMetric): string {
  return metric === 'errorRate' ? 'pt' : '%'
}

function signed(metric: RegressionMetric, change: number): string {
  if (!Number.isFinite(change)) return change > 0 ? '+∞' : '-∞'
  const percent = Number((change * 100).toFixed(metric === 'errorRate' ? 2 : 1))
  const shown = (Object.is(percent, -0) ? 0 : percent).toLocaleString('en-US')
  return percent > 0 ? `+${shown}` : shown
}
