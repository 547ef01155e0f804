import type { EventMark, Span } from '../../model.ts'
import type { ChartGroup, TimeRange } from './chart-group.ts'
import { element } from './element.ts'
import { formatMoment } from './figures.ts'

/** Beyond that many, buttons would be a wall. */
const MOST_STAGES = 12

const DRAG_HINT = 'Drag over a chart to zoom; arrow keys read its values.'

interface ZoomBarOptions {
  readonly spans: readonly Span[]
  readonly isLogarithmic: boolean
  readonly onLogarithmic: (isLogarithmic: boolean) => void
}

/** What is shown of the time line: all of it, a stage, or what was dragged over. */
export function zoomBar(group: ChartGroup, { spans, isLogarithmic, onLogarithmic }: ZoomBarOptions): HTMLElement {
  const whole: { name: string; range: TimeRange | undefined } = { name: 'Whole run', range: undefined }
  const stages = spans.slice(0, MOST_STAGES).map(({ name, start, end }) => ({ name, range: [start, end] as const }))
  const buttons = [whole, ...stages].map(({ name, range }) => {
    const button = element('button', { type: 'button', class: 'button', 'aria-pressed': String(range === undefined) }, name)
    button.addEventListener('click', () => group.zoomTo(range))
    // Without stages it only undoes a zoom.
    button.hidden = stages.length === 0
    return { button, range }
  })
  const shown = element('output', { class: 'soft zoomed' })
  const hint = element('span', { class: 'hint soft' }, DRAG_HINT)
  group.onZoom((range) => {
    hint.textContent = range === undefined ? DRAG_HINT : 'Double-click for the whole run.'
    shown.textContent = range === undefined ? '' : `Shown: ${formatMoment(range[0])} to ${formatMoment(range[1])}`
    for (const { button, range: own } of buttons) {
      button.setAttribute('aria-pressed', String(own?.[0] === range?.[0] && own?.[1] === range?.[1]))
      if (stages.length === 0) button.hidden = range === undefined
    }
  })
  const logarithmic = element('button', { type: 'button', class: 'button', 'aria-pressed': String(isLogarithmic) }, 'Log scale')
  logarithmic.addEventListener('click', () => {
    const isPressed = logarithmic.getAttribute('aria-pressed') !== 'true'
    logarithmic.setAttribute('aria-pressed', String(isPressed))
    onLogarithmic(isPressed)
  })
  return element(
    'div',
    { class: 'zoom-bar', role: 'group', 'aria-label': 'Part of the run that the charts show' },
    ...buttons.map(({ button }) => button),
    shown,
    hint,
    logarithmic,
  )
}

/** The events that the charts mark by number. */
export function eventList(events: readonly EventMark[]): HTMLElement {
  return element(
    'ol',
    { class: 'events', 'aria-label': 'Events, as they are numbered in the charts' },
    ...events.map(({ at, name }) => element('li', {}, `${formatMoment(at)} `, element('span', {}, name))),
  )
}
