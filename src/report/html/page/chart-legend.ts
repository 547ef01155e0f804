import type { ChartSpec } from './chart-spec.ts'
import { element } from './element.ts'

interface Legend {
  readonly element: HTMLElement
  update(spec: ChartSpec): void
  /** Shows the values at an index, or none. */
  show(index: number | undefined): void
}

/** The names of a chart's series, which hide and show them, and their values under the cursor. */
export function createLegend(hidden: Set<string>, onChange: () => void): Legend {
  const list = element('ul', { class: 'legend' })
  let shown: { readonly values: ChartSpec['series'][number]; readonly output: HTMLElement }[] = []
  return {
    element: list,
    update: ({ series }) => {
      shown = []
      // A button that is in use stays.
      const focused = list.contains(document.activeElement) ? document.activeElement?.textContent : undefined
      list.replaceChildren(
        ...series.map((values) => {
          const { label, color, isDashed = false } = values
          const output = element('span', { class: 'legend-value' })
          const swatch = element('span', { class: `swatch${isDashed ? ' swatch-dashed' : ''}`, 'aria-hidden': 'true' })
          swatch.style.setProperty('--swatch', `var(${color})`)
          const button = element('button', { type: 'button', 'aria-pressed': String(!hidden.has(label)) }, swatch, label)
          button.addEventListener('click', () => {
            if (!hidden.delete(label)) hidden.add(label)
            button.setAttribute('aria-pressed', String(!hidden.has(label)))
            onChange()
          })
          shown.push({ values, output })
          return element('li', {}, button, output)
        }),
      )
      if (focused !== undefined) [...list.querySelectorAll('button')].find((one) => one.textContent === focused)?.focus()
    },
    show: (index) => {
      for (const { values, output } of shown) {
        const value = index === undefined ? undefined : values.values[index]
        output.textContent = value === undefined || value === null ? '' : values.format(value)
      }
    },
  }
}
