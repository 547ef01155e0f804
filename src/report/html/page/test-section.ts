import type { ResultReport, TestReport } from '../../model.ts'
import { anchorOf } from './anchors.ts'
import { element } from './element.ts'
import { ladderTable } from './ladder-table.ts'
import { captureList, limitList } from './notes.ts'
import { nameOf } from './overview.ts'
import { resultLine, resultSection } from './result-section.ts'
import { standingBadge } from './standing.ts'
import { studySection } from './study-section.ts'

export interface TestSection {
  readonly element: HTMLElement
  /** Shows more of the loads that run; `false` where it must be made anew. */
  grow(test: TestReport): boolean
}

/** A test: its limits, and its results one after another. */
export function testSection(first: TestReport, index: number): TestSection {
  const [only, ...others] = first.results
  const studies = first.studies ?? []
  const isAlone = only !== undefined && others.length === 0
  const anchor = anchorOf(index)
  const sections = first.results.map((result, place) =>
    resultSection(result, { id: anchorOf(index, place), level: isAlone ? 3 : 4 }),
  )
  const wrapped = sections.map(({ element: content }, place) =>
    isAlone ? content : titled(first, first.results[place] as ResultReport, { id: anchorOf(index, place), content }),
  )
  const content = element(
    'section',
    { id: anchor, class: 'test', 'aria-labelledby': `${anchor}-heading` },
    element(
      'header',
      { class: 'test-head' },
      standingBadge(first.standing),
      element('h2', { id: `${anchor}-heading` }, first.name),
      isAlone ? resultLine(only) : undefined,
    ),
    first.limits.length > 0
      ? element('section', { class: 'part' }, element('h3', {}, 'Limits'), limitList(first.limits))
      : undefined,
    ...first.ladders.map((ladder) => element('section', { class: 'part' }, element('h3', {}, 'Ladder'), ladderTable(ladder))),
    first.captures.length > 0 ? captureList(first.captures) : undefined,
    ...(only === undefined && studies.length === 0 ? [element('p', { class: 'notice' }, emptyNotice(first))] : wrapped),
    ...studies.map((study) => studySection(study, 3)),
  )
  return {
    element: content,
    grow: (test) => {
      const isSame =
        test.results.length === sections.length &&
        test.limits === first.limits &&
        test.studies === first.studies &&
        test.captures === first.captures
      if (!isSame) return false
      for (const [place, result] of test.results.entries()) {
        if (result.outcome.state === 'running') sections[place]?.grow(result)
      }
      return true
    },
  }
}

function titled(test: TestReport, result: ResultReport, { id, content }: { id: string; content: HTMLElement }): HTMLElement {
  return element(
    'section',
    { id, class: 'one-of-several', 'aria-labelledby': `${id}-heading` },
    element('h3', { id: `${id}-heading` }, nameOf(test, result)),
    resultLine(result),
    content,
  )
}

function emptyNotice({ state }: TestReport): string {
  if (state === 'running') return 'Its load has not begun yet.'
  return 'It ended without a result: look at the error of the test.'
}
