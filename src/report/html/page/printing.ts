import { drawAll } from './draw-when-near.ts'
import { repaint } from './theme.ts'

/** For paper everything is drawn, in the light theme and at the width of a page. */
export function preparePrinting(): void {
  let theme: string | undefined
  const set = (isPrinting: boolean): void => {
    const root = document.documentElement
    if (root.classList.contains('printing') === isPrinting) return
    root.classList.toggle('printing', isPrinting)
    if (isPrinting) {
      theme = root.dataset.theme
      root.dataset.theme = 'light'
    } else if (theme === undefined) delete root.dataset.theme
    else root.dataset.theme = theme
    repaint()
    drawAll()
  }
  addEventListener('beforeprint', () => set(true))
  addEventListener('afterprint', () => set(false))
}
