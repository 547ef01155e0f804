/** Draws what comes near the screen, so that a page of a hundred charts is there at once; and all of it for the printer. */

interface Drawing {
  readonly draw: () => void
  /** Its size changed, or is to be looked at. */
  readonly resize: () => void
  /** Colours changed. */
  readonly repaint: () => void
}

const drawings = new Map<Element, Drawing & { isDrawn: boolean }>()

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) drawNow(target)
  },
  { rootMargin: '400px' },
)

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (drawings.get(target)?.isDrawn) drawings.get(target)?.resize()
})

/** Calls `draw` once, when the target comes near the screen; the others from then on. */
export function drawWhenNear(target: Element, drawing: Drawing): void {
  drawings.set(target, { ...drawing, isDrawn: false })
  near.observe(target)
  sizes.observe(target)
}

/** Draws everything at the size that it has now. */
export function drawAll(): void {
  for (const [target, drawing] of drawings) {
    if (drawing.isDrawn) drawing.resize()
    else drawNow(target)
  }
}

/** Other colours are to be drawn with. */
export function repaintAll(): void {
  for (const { isDrawn, repaint } of drawings.values()) if (isDrawn) repaint()
}

/** Forgets what is no longer on the page. */
export function forgetRemoved(): void {
  for (const target of drawings.keys()) {
    if (target.isConnected) continue
    drawings.delete(target)
    near.unobserve(target)
    sizes.unobserve(target)
  }
}

function drawNow(target: Element): void {
  const drawing = drawings.get(target)
  if (drawing === undefined || drawing.isDrawn) return
  drawing.isDrawn = true
  near.unobserve(target)
  drawing.draw()
}
