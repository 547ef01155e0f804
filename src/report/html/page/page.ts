import type { Report } from '../../model.ts'
import { applyUpdate, type ReportUpdate } from '../../update.ts'
import { anchorOf } from './anchors.ts'
import { forgetRemoved } from './draw-when-near.ts'
import { element } from './element.ts'
import { overview } from './overview.ts'
import { standingMark } from './standing.ts'
import { type TestSection, testSection } from './test-section.ts'
import { themeToggle } from './theme.ts'

export interface Page {
  /** Shows what is new: the same page is fed while the run is on, and is the report at its end. */
  apply(update: ReportUpdate): void
}

/** Shows a report in the document. `tools` stand in the header, such as the button that stops the run. */
export function showReport(first: Report, tools: readonly HTMLElement[] = []): Page {
  let report = first
  let sections: TestSection[] = []
  let atAGlance = overview(first)
  const summary = element('div')
  const links = element('ol')
  const tests = element('div')
  const date = element('time')
  document.body.append(
    element('a', { class: 'skip', href: '#overview' }, 'Skip to the overview'),
    element(
      'header',
      { class: 'page-head' },
      element('h1', {}, 'Load report'),
      element('p', { class: 'soft' }, date),
      element('div', { class: 'tools' }, ...tools, themeToggle()),
    ),
    element('nav', { 'aria-label': 'Results' }, element('a', { href: '#overview' }, 'Overview'), links),
    element('main', {}, summary, tests),
    element(
      'footer',
      { class: 'soft' },
      'Made by vitest-load. Latency counts successes and time-outs; other failures are counted apart.',
    ),
  )

  const showSummary = (): void => {
    date.dateTime = report.createdAt
    date.textContent = `${report.createdAt.slice(0, 16).replace('T', ' ')} UTC`
    atAGlance = overview(report)
    summary.replaceChildren(atAGlance.element)
    links.replaceChildren(
      ...report.tests.map(({ name, standing }, index) =>
        element('li', {}, element('a', { href: `#${anchorOf(index)}` }, standingMark(standing), element('span', {}, name))),
      ),
    )
  }
  const showAll = (): void => {
    sections = report.tests.map(testSection)
    tests.replaceChildren(...sections.map((section) => section.element))
    showSummary()
    forgetRemoved()
  }
  const showTest = (id: string): void => {
    const index = report.tests.findIndex((test) => test.id === id)
    const test = report.tests[index]
    if (test === undefined) return
    const before = sections[index]
    const section = testSection(test, index)
    if (before === undefined) tests.append(section.element)
    else before.element.replaceWith(section.element)
    sections[index] = section
    showSummary()
    forgetRemoved()
  }

  showAll()
  return {
    apply: (update) => {
      report = applyUpdate(report, update)
      if (update.kind === 'report') showAll()
      else if (update.kind === 'test') showTest(update.test.id)
      else {
        const index = report.tests.findIndex(({ id }) => id === update.test)
        const test = report.tests[index]
        if (test === undefined) return
        if (sections[index]?.grow(test)) atAGlance.grow(report)
        else showTest(update.test)
      }
    },
  }
}
