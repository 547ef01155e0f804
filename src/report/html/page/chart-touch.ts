import type uPlot from 'uplot'
import type { ChartGroup } from './chart-group.ts'

/** Milliseconds within which a second tap makes a double tap. */
const DOUBLE_TAP = 350
/** Pixels that a finger moves by itself. */
const STILL = 8

/**
 * Zooms with a finger: a drag to the side selects, a double tap shows the whole run. Up and down the page scrolls, and two fingers
 * zoom the page: both are the browser's (`touch-action`), and end a drag.
 */
export function listenToTouch(plot: uPlot, group: ChartGroup): void {
  const { over } = plot
  let finger: { readonly id: number; readonly from: number } | undefined
  let lastTap = Number.NEGATIVE_INFINITY

  const placeOf = ({ clientX }: PointerEvent): number => {
    const { left, width } = over.getBoundingClientRect()
    return Math.min(width, Math.max(0, clientX - left))
  }
  const select = (from: number, to: number, isDone: boolean): void => {
    const height = isDone && from === to ? 0 : over.clientHeight
    plot.setSelect({ left: Math.min(from, to), top: 0, width: Math.abs(to - from), height }, isDone)
  }
  const isFinger = (event: PointerEvent): boolean => event.pointerId === finger?.id

  over.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch' || !event.isPrimary) return
    finger = { id: event.pointerId, from: placeOf(event) }
  })
  over.addEventListener('pointermove', (event) => {
    if (finger === undefined || !isFinger(event)) return
    const to = placeOf(event)
    plot.setCursor({ left: to, top: 1 })
    select(finger.from, to, false)
  })
  over.addEventListener('pointerup', (event) => {
    if (finger === undefined || !isFinger(event)) return
    const { from } = finger
    const to = placeOf(event)
    finger = undefined
    const isTap = Math.abs(to - from) < STILL
    select(from, isTap ? from : to, true)
    if (!isTap) return
    if (event.timeStamp - lastTap < DOUBLE_TAP) group.zoomTo(undefined)
    lastTap = event.timeStamp
  })
  over.addEventListener('pointercancel', (event) => {
    if (finger === undefined || !isFinger(event)) return
    finger = undefined
    select(0, 0, true)
  })
}
