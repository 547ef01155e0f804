import type { TestReport } from '../../model.ts'
import { element } from './element.ts'

type Shown = TestReport['standing']

const MARKS: Readonly<Record<Shown, { readonly mark: string; readonly word: string }>> = {
  pass: { mark: '✓', word: 'passed' },
  warning: { mark: '!', word: 'passed with a warning' },
  fail: { mark: '✗', word: 'failed' },
  inconclusive: { mark: '?', word: 'inconclusive' },
  running: { mark: '▸', word: 'running' },
  skipped: { mark: '–', word: 'cancelled' },
}

/** ✓ ✗ ! ?, and the word for who doesn't see it. */
export function standingMark(standing: Shown): HTMLElement {
  const { mark, word } = MARKS[standing]
  return element(
    'span',
    { class: `mark mark-${standing}` },
    element('span', { 'aria-hidden': 'true' }, mark),
    element('span', { class: 'unseen' }, `${word}: `),
  )
}

/** The mark with its word, for a heading. */
export function standingBadge(standing: Shown): HTMLElement {
  const { mark, word } = MARKS[standing]
  return element('span', { class: `badge badge-${standing}` }, element('span', { 'aria-hidden': 'true' }, `${mark} `), word)
}
