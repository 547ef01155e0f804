import uPlot from 'uplot'
import type { ChartSpec } from './chart-spec.ts'
import { resolveColor } from './colors.ts'

type Marks = Pick<ChartSpec, 'spans' | 'events' | 'verticals'>

/** Room above the plot for the names of stages and the numbers of events, in pixels. */
export const MARKS_HEIGHT = 20

/** Shades every other stage and names it above the plot; to be drawn before everything else. */
export function drawStages(plot: uPlot, { spans = [] }: Marks): void {
  const { ctx, bbox } = plot
  ctx.save()
  setFont(ctx)
  for (const [index, { name, start, end }] of spans.entries()) {
    const { left, right } = inside(plot, start, end)
    if (right <= left) continue
    ctx.fillStyle = resolveColor(index % 2 === 0 ? '--stage-even' : '--stage-odd')
    ctx.fillRect(left, bbox.top, right - left, bbox.height)
    ctx.fillStyle = resolveColor('--ink-soft')
    const text = fitting(ctx, name, right - left - pixels(8))
    ctx.fillText(text, left + pixels(4), bbox.top - pixels(7))
  }
  ctx.restore()
}

/** Marks events with a numbered line, and other figures with a named one; to be drawn last. */
export function drawLines(plot: uPlot, { events = [], verticals = [] }: Marks): void {
  const { ctx, bbox } = plot
  ctx.save()
  setFont(ctx)
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  for (const [index, { at }] of events.entries()) {
    const x = plot.valToPos(at, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    line(plot, x, resolveColor('--event'))
    ctx.fillStyle = resolveColor('--event')
    ctx.beginPath()
    ctx.arc(x, bbox.top, pixels(7.5), 0, 2 * Math.PI)
    ctx.fill()
    ctx.fillStyle = resolveColor('--paper')
    ctx.fillText(String(index + 1), x, bbox.top + pixels(0.5))
  }
  // Names of neighbours stand below one another.
  for (const [index, { x: value, name }] of verticals.entries()) {
    const x = plot.valToPos(value, 'x', true)
    line(plot, x, resolveColor('--ink-soft'))
    ctx.fillStyle = resolveColor('--ink')
    const isNearEnd = x > bbox.left + bbox.width - pixels(40)
    ctx.textAlign = isNearEnd ? 'right' : 'left'
    ctx.fillText(name, x + pixels(isNearEnd ? -4 : 4), bbox.top + pixels(8 + index * 14))
  }
  ctx.restore()
}

function line({ ctx, bbox }: uPlot, x: number, color: string): void {
  ctx.strokeStyle = color
  ctx.lineWidth = pixels(1)
  ctx.setLineDash([pixels(3), pixels(3)])
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
}

/** The pixels of a piece of time, so far as they are shown. */
function inside(plot: uPlot, start: number, end: number): { left: number; right: number } {
  const { left, width } = plot.bbox
  return {
    left: Math.max(left, plot.valToPos(start, 'x', true)),
    right: Math.min(left + width, plot.valToPos(end, 'x', true)),
  }
}

function fitting(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text
  for (let length = Math.min(text.length, 40); length > 1; length -= 1) {
    const cut = `${text.slice(0, length)}…`
    if (ctx.measureText(cut).width <= width) return cut
  }
  return ''
}

function setFont(ctx: CanvasRenderingContext2D): void {
  ctx.font = `${pixels(11)}px system-ui, sans-serif`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
}

function pixels(css: number): number {
  return css * uPlot.pxRatio
}
