import { formatCount, formatShare } from '../../../core/format.ts'
import type { CaptureReport, Fact, FindingReport, LimitReport, ResultReport } from '../../model.ts'
import { element } from './element.ts'
import { standingMark } from './standing.ts'

/** Limits with ✓ ✗ ! ?, and the sentence why. */
export function limitList(limits: readonly LimitReport[]): HTMLElement {
  return element(
    'ul',
    { class: 'limits' },
    ...limits.map(({ standing, message, matcher, warning }) =>
      element(
        'li',
        { class: `limit limit-${standing}` },
        standingMark(standing),
        element(
          'div',
          {},
          element('p', { class: 'sentence' }, message),
          warning === undefined ? undefined : element('p', { class: 'sentence caution' }, warning),
          element('code', {}, matcher),
        ),
      ),
    ),
  )
}

/** Recordings of the server that lie beside the report. */
export function captureList(captures: readonly CaptureReport[]): HTMLElement {
  return element(
    'ul',
    { class: 'captures' },
    ...captures.map((capture) =>
      'file' in capture
        ? element('li', {}, `${capture.title}: `, element('a', { href: encodeURIComponent(capture.file) }, capture.file))
        : element('li', {}, `${capture.title} was not kept: ${capture.problem}`),
    ),
  )
}

/** What the analysis found, and what to do about it. */
export function findingList(findings: readonly FindingReport[]): HTMLElement {
  return element(
    'ul',
    { class: 'findings' },
    ...findings.map(({ severity, message, recommendation, code }) =>
      element(
        'li',
        { class: `finding finding-${severity}` },
        element('p', {}, element('strong', {}, `${severity}: `), message),
        element('p', { class: 'recommendation' }, recommendation),
        element('code', {}, code),
      ),
    ),
  )
}

/** How it ended if not well, and what to mind. */
export function noticeList(
  outcome: ResultReport['outcome'],
  warnings: readonly string[],
  formatMoment: (moment: number) => string,
): HTMLElement[] {
  const aborted =
    outcome.state === 'aborted'
      ? [
          element(
            'p',
            { class: 'notice notice-bad' },
            element('strong', {}, `Aborted after ${formatMoment(outcome.at)}: `),
            outcome.reason,
          ),
        ]
      : []
  return [...aborted, ...warnings.map((message) => element('p', { class: 'notice' }, element('strong', {}, 'Mind: '), message))]
}

/** Checks by name; those that failed come first. */
export function checkList(checks: ResultReport['checks']): HTMLElement {
  return element(
    'ul',
    { class: 'limits checks' },
    ...checks.map(({ name, passed, failed }) => {
      const total = passed + failed
      const share =
        failed === 0
          ? formatCount(total)
          : `${formatShare(passed / total)} passed, ${formatCount(failed)} of ${formatCount(total)} failed`
      return element(
        'li',
        { class: 'limit' },
        standingMark(failed === 0 ? 'pass' : 'fail'),
        element('div', {}, name, element('span', { class: 'soft' }, ` ${share}`)),
      )
    }),
  )
}

/** Names and what they are. */
export function factList(facts: readonly Fact[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...facts.map(({ name, value }) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
}
