import type uPlot from 'uplot'
import { type ChartGroup, pointPlotAt } from './chart-group.ts'
import { listenToKeys } from './chart-keys.ts'
import { createLegend } from './chart-legend.ts'
import { drawPlot, plotData } from './chart-plot.ts'
import type { ChartSpec } from './chart-spec.ts'
import { createChartTable } from './chart-table.ts'
import { drawWhenNear } from './draw-when-near.ts'
import { element, heading } from './element.ts'

export interface Chart {
  readonly element: HTMLElement
  /** Shows other data; its series may be others, too. */
  update(spec: ChartSpec): void
}

interface ChartOptions {
  /** Of its heading. */
  readonly level: number
  readonly group?: ChartGroup
}

const HEIGHT = 220
let count = 0

/** A chart with its heading, its legend and its figures as a table. It is drawn when it comes near the screen. */
export function createChart(first: ChartSpec, { level, group }: ChartOptions): Chart {
  let spec = first
  let plot: uPlot | undefined
  let index: number | undefined
  let isNear = false
  count += 1
  const id = `chart-${count}`
  const hidden = new Set<string>()
  const readout = element('span', { class: 'readout', 'aria-hidden': 'true' })
  const canvas = element('div', {
    class: 'plot',
    role: 'slider',
    tabindex: 0,
    'aria-labelledby': id,
    'aria-orientation': 'horizontal',
  })
  const legend = createLegend(hidden, () => redraw())
  const table = createChartTable(spec.title)
  const figure = element(
    'figure',
    { class: 'chart' },
    element('figcaption', { class: 'chart-head' }, heading(level, { id }, spec.title), readout),
    canvas,
    legend.element,
    table.element,
  )

  const showCursor = (at: number | undefined): void => {
    index = at
    const x = at === undefined ? undefined : spec.x[at]
    readout.textContent = x === undefined ? '' : spec.formatX(x)
    legend.show(at)
    canvas.setAttribute('aria-valuenow', String(at ?? 0))
    canvas.setAttribute('aria-valuetext', at === undefined || x === undefined ? spec.summary : valuesAt(spec, at))
  }
  const redraw = (): void => {
    for (const [at, { label }] of spec.series.entries()) plot?.setSeries(at + 1, { show: !hidden.has(label) })
    plot?.setData(plotData(spec, hidden))
  }
  const draw = (): void => {
    if (plot !== undefined) group?.delete(plot)
    plot?.destroy()
    plot = undefined
    if (canvas.clientWidth === 0 || spec.x.length === 0) return
    const size = { width: canvas.clientWidth, height: HEIGHT }
    plot = drawPlot(canvas, { size, group, hidden, spec: () => spec, onCursor: showCursor })
  }
  const describe = (): void => {
    canvas.setAttribute('aria-valuemin', '0')
    canvas.setAttribute('aria-valuemax', String(Math.max(0, spec.x.length - 1)))
    legend.update(spec)
    table.update(spec)
    showCursor(index !== undefined && index < spec.x.length ? index : undefined)
  }

  const pointAt = (x: number | undefined): void => {
    if (group !== undefined) group.pointAt(x)
    else if (plot !== undefined) pointPlotAt(plot, x)
  }

  describe()
  drawWhenNear(canvas, {
    draw: () => {
      isNear = true
      draw()
    },
    resize: () => {
      if (plot !== undefined && canvas.clientWidth > 0) plot.setSize({ width: canvas.clientWidth, height: HEIGHT })
    },
    repaint: () => plot?.redraw(),
  })
  listenToKeys(canvas, {
    x: () => spec.x,
    xRange: () => spec.xRange,
    index: () => index,
    group,
    move: (at) => {
      pointAt(spec.x[at])
      showCursor(at)
    },
  })
  canvas.addEventListener('blur', () => {
    pointAt(undefined)
    showCursor(undefined)
  })

  return {
    element: figure,
    update: (next) => {
      const isAlike = signature(next) === signature(spec)
      spec = next
      describe()
      if (plot !== undefined && isAlike) plot.setData(plotData(spec, hidden))
      else if (isNear) draw()
    },
  }
}

/** What a plot must be built anew for. */
function signature({ series, isLogarithmic, events, spans }: ChartSpec): string {
  return JSON.stringify([
    series.map(({ label, axis }) => [label, axis]),
    isLogarithmic,
    events === undefined,
    spans === undefined,
  ])
}

function valuesAt({ x, series, formatX }: ChartSpec, index: number): string {
  const values = series.flatMap(({ label, values, format }) => {
    const value = values[index]
    return value === null || value === undefined ? [] : `${label} ${format(value)}`
  })
  return `${formatX(x[index] ?? 0)}: ${values.length === 0 ? 'no figures' : values.join(', ')}`
}
