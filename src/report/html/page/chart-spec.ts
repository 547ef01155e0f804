import type { EventMark, Span } from '../../model.ts'
import type { Color } from './colors.ts'

/** What a chart shows; `createChart` draws it. */
export interface ChartSpec {
  readonly title: string
  readonly x: readonly number[]
  readonly xRange: readonly [number, number]
  /** Where the time of the last value ends, up to which steps are drawn. */
  readonly end?: number
  readonly series: readonly ChartSeries[]
  /** Each series on top of the one before. @default false */
  readonly isStacked?: boolean
  /** @default false */
  readonly isLogarithmic?: boolean
  readonly formatX: (x: number) => string
  /** Where the x axis has its ticks. @default round numbers */
  readonly xTicks?: readonly { readonly x: number; readonly text: string }[]
  /** What `x` is, for the table of figures. */
  readonly xName: string
  readonly formatY: (y: number) => string
  /** How far apart ticks may be. @default round decimal numbers */
  readonly ySteps?: readonly number[]
  /** Of the axis on the right, where there is one. */
  readonly formatRight?: (y: number) => string
  /** What is seen, in a sentence. */
  readonly summary: string
  readonly spans?: readonly Span[]
  readonly events?: readonly EventMark[]
  /** Lines across at a figure of their own. */
  readonly verticals?: readonly { readonly x: number; readonly name: string }[]
}

export interface ChartSeries {
  readonly label: string
  readonly color: Color
  readonly values: readonly (number | null)[]
  readonly format: (value: number) => string
  /** @default 'line' */
  readonly shape?: 'line' | 'area' | 'step' | 'step-area' | 'bars'
  /** @default false */
  readonly isDashed?: boolean
  /** Pixels. @default 1.75 */
  readonly width?: number
  /** @default 'left' */
  readonly axis?: 'left' | 'right'
}
