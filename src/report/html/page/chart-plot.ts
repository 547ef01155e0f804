import uPlot from 'uplot'
import type { ChartGroup } from './chart-group.ts'
import { drawLines, drawStages, MARKS_HEIGHT } from './chart-marks.ts'
import type { ChartSeries, ChartSpec } from './chart-spec.ts'
import { listenToTouch } from './chart-touch.ts'
import { resolveColor, translucent } from './colors.ts'

interface PlotContext {
  readonly size: { readonly width: number; readonly height: number }
  /** Absent where the chart has an x axis of its own. */
  readonly group: ChartGroup | undefined
  /** The chart as it is now: it may have grown since. */
  readonly spec: () => ChartSpec
  /** Which series are hidden, by label. */
  readonly hidden: ReadonlySet<string>
  readonly onCursor: (index: number | undefined) => void
}

const FONT = '11px system-ui, sans-serif'

/** The uPlot of a chart. Its series come in the order of the spec; stacked ones are drawn from the whole stack down. */
export function drawPlot(target: HTMLElement, { size, group, spec, hidden, onCursor }: PlotContext): uPlot {
  const { series, isLogarithmic = false, isStacked = false, formatY, ySteps, formatRight } = spec()
  const axis: uPlot.Axis = {
    font: FONT,
    stroke: () => resolveColor('--ink-soft'),
    grid: { stroke: () => resolveColor('--grid'), width: 1 },
    ticks: { show: false },
    gap: 6,
  }
  const yAxis = (scale: string, format: (y: number) => string, more: uPlot.Axis = {}): uPlot.Axis => ({
    ...axis,
    scale,
    values: (_, splits) => splits.map((split) => (split === null ? '' : format(split))),
    size: (_, values) => 16 + 6.1 * Math.max(6, ...(values ?? []).map((text) => text.length)),
    space: 32,
    ...(ySteps !== undefined && { incrs: [...ySteps] }),
    ...more,
  })
  const plot = new uPlot(
    {
      ...size,
      legend: { show: false },
      padding: [spec().spans !== undefined || spec().events !== undefined ? MARKS_HEIGHT : 10, formatRight ? 0 : 22, 0, 0],
      scales: {
        x: { time: false, range: () => [...(group?.range ?? spec().xRange)] as uPlot.Range.MinMax },
        y: isLogarithmic
          ? { distr: 3, range: (_, min, max) => [oneDigit(min ?? 1, Math.floor), oneDigit((max ?? 10) * 1.1, Math.ceil)] }
          : { range: (_, _min, max) => [0, headroom(max)] },
        right: { range: (_, _min, max) => [0, headroom(max)] },
      },
      axes: [
        { ...axis, size: 28, space: 64, ...xTicks(spec) },
        yAxis('y', formatY, isLogarithmic ? { filter: decades, grid: { ...axis.grid, filter: decades } } : {}),
        ...(formatRight === undefined ? [] : [{ ...yAxis('right', formatRight), side: 1, grid: { show: false }, incrs: COUNTS }]),
      ],
      series: [{}, ...series.map((one) => plotSeries(one, { isStacked, isShown: !hidden.has(one.label) }))],
      cursor: {
        y: false,
        points: { size: 7, show: !isStacked },
        drag: { x: group !== undefined, y: false, setScale: false },
        ...(group !== undefined && {
          sync: { key: group.key, scales: ['x', null] },
          bind: {
            dblclick: () => () => {
              group.zoomTo(undefined)
              return null
            },
          },
        }),
      },
      hooks: {
        drawClear: [(self) => drawStages(self, spec())],
        draw: [(self) => drawLines(self, spec())],
        setCursor: [
          ({ cursor: { idx } }) => onCursor(idx === null || idx === undefined ? undefined : Math.min(idx, spec().x.length - 1)),
        ],
        setSelect: [(self) => zoomToSelection(self, group)],
      },
    },
    plotData(spec(), hidden),
    target,
  )
  if (group !== undefined) {
    group.add(plot)
    listenToTouch(plot, group)
  }
  return plot
}

/** The columns that are drawn: of a stack, sums of what is shown. Steps go on to the end of the last value's time. */
export function plotData(spec: ChartSpec, hidden: ReadonlySet<string>): uPlot.AlignedData {
  const { x, end, series, isStacked = false } = spec
  const columns = isStacked ? stacked(spec, hidden) : series.map((one) => drawable(one, spec))
  if (end === undefined || end <= (x.at(-1) ?? end)) return [[...x], ...columns]
  const isStepped = (index: number): boolean => isStacked || series[index]?.shape?.startsWith('step') === true
  return [[...x, end], ...columns.map((column, index) => [...column, isStepped(index) ? (column.at(-1) ?? null) : null])]
}

/** From the last series up to the first, which is drawn first, as the whole stack. */
function stacked({ x, series }: ChartSpec, hidden: ReadonlySet<string>): (number | null)[][] {
  const sums = x.map(() => 0)
  const columns = series.toReversed().map(({ label, values }) => {
    if (!hidden.has(label)) for (const [index, value] of values.entries()) sums[index] = (sums[index] ?? 0) + (value ?? 0)
    return [...sums]
  })
  return columns.toReversed()
}

/** A logarithmic axis has no place for 0. */
function drawable({ values }: ChartSeries, { isLogarithmic = false }: ChartSpec): (number | null)[] {
  return values.map((value) => (isLogarithmic && value !== null && value <= 0 ? null : value))
}

function plotSeries(
  { label, color, shape = 'line', isDashed = false, width = 1.75, axis = 'left' }: ChartSeries,
  { isStacked, isShown }: { readonly isStacked: boolean; readonly isShown: boolean },
): uPlot.Series {
  const stroke = (): string => resolveColor(color)
  const isFilled = isStacked || shape === 'area' || shape === 'step-area' || shape === 'bars'
  const opacity = isStacked ? 0.85 : shape === 'bars' ? 0.7 : 0.14
  const paths = pathsOf(shape)
  return {
    label,
    show: isShown,
    scale: axis === 'right' ? 'right' : 'y',
    stroke,
    width: isStacked || shape === 'bars' ? 0 : width,
    ...(isDashed && { dash: [5, 4] }),
    ...(isFilled && { fill: () => translucent(stroke(), opacity) }),
    ...(paths !== undefined && { paths }),
    points: shape === 'bars' || isStacked ? { show: false } : { show: true, size: 4, fill: stroke, filter: alone },
  }
}

function pathsOf(shape: ChartSeries['shape']): uPlot.Series.PathBuilder | undefined {
  if (shape === 'step' || shape === 'step-area') return uPlot.paths.stepped?.({ align: 1 })
  if (shape === 'bars') return uPlot.paths.bars?.({ size: [0.92, Number.POSITIVE_INFINITY], align: 1 })
  return uPlot.paths.linear?.()
}

/** Values between gaps, which no line would show. */
const alone: uPlot.Series.Points.Filter = (plot, index) => {
  const values = plot.data[index] ?? []
  const isGap = (at: number): boolean => values[at] === null || values[at] === undefined
  return [...values.keys()].filter((at) => !isGap(at) && isGap(at - 1) && isGap(at + 1))
}

function xTicks(spec: () => ChartSpec): uPlot.Axis {
  const fixed = spec().xTicks
  if (fixed === undefined) {
    return { values: (_, splits) => splits.map((split) => spec().formatX(split)), incrs: TIME_STEPS }
  }
  return {
    splits: () => (spec().xTicks ?? fixed).map(({ x }) => x),
    values: (_, splits) => splits.map((split) => (spec().xTicks ?? fixed).find(({ x }) => x === split)?.text ?? ''),
  }
}

/** How far apart ticks of numbers of users are: nobody is half a user. */
const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** How far apart ticks of time are, in milliseconds: in steps that people count in. */
const TIME_STEPS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((step) => step * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48].map((step) => step * HOUR),
]

/** Labels at powers of ten only, unless there are hardly any. */
const decades: uPlot.Axis.Filter = (_, splits) => {
  const isDecade = (split: number): boolean => Math.abs(Math.log10(split) - Math.round(Math.log10(split))) < 1e-6
  const isFew = splits.filter(isDecade).length < 2
  return splits.map((split) => (isFew || isDecade(split) ? split : null))
}

/** The next number of one significant digit, so that a logarithmic axis begins and ends at a line of its grid. */
function oneDigit(value: number, round: (value: number) => number): number {
  const decade = 10 ** Math.floor(Math.log10(value))
  return round(value / decade) * decade
}

function headroom(max: number | null): number {
  return max === null || max <= 0 ? 1 : max * 1.08
}

function zoomToSelection(plot: uPlot, group: ChartGroup | undefined): void {
  const { left, width } = plot.select
  if (group === undefined || width < 4) return
  const from = plot.posToVal(left, 'x')
  const to = plot.posToVal(left + width, 'x')
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  group.zoomTo([from, to])
}
