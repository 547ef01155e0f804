import type uPlot from 'uplot'

export type TimeRange = readonly [number, number]

/** Charts of one time line: they share the cursor, and are zoomed together. */
export class ChartGroup {
  /** Under which uPlot shares the cursor. */
  readonly key: string
  #range: TimeRange | undefined
  readonly #plots = new Set<uPlot>()
  readonly #listeners = new Set<(range: TimeRange | undefined) => void>()

  constructor(key: string) {
    this.key = key
  }

  /** What is shown of the time line; `undefined`: all of it. */
  get range(): TimeRange | undefined {
    return this.#range
  }

  add(plot: uPlot): void {
    this.#plots.add(plot)
  }

  delete(plot: uPlot): void {
    this.#plots.delete(plot)
  }

  onZoom(listener: (range: TimeRange | undefined) => void): void {
    this.#listeners.add(listener)
  }

  /** Puts the cursor at a moment, or away. */
  pointAt(x: number | undefined): void {
    for (const plot of this.#plots) pointPlotAt(plot, x)
  }

  zoomTo(range: TimeRange | undefined): void {
    this.#range = range
    for (const plot of this.#plots) {
      // The scale asks for the range itself; numbers only tell it to.
      const { min = 0, max = 1 } = plot.scales.x ?? {}
      plot.setScale('x', { min: range?.[0] ?? min ?? 0, max: range?.[1] ?? max ?? 1 })
    }
    for (const listener of this.#listeners) listener(range)
  }
}

/** Puts the cursor of one plot at a value of its x axis, or away. */
export function pointPlotAt(plot: uPlot, x: number | undefined): void {
  plot.setCursor(x === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(x, 'x'), top: 1 })
}
