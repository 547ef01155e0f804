import { forgetColors } from './colors.ts'
import { repaintAll } from './draw-when-near.ts'
import { element } from './element.ts'

type Theme = 'light' | 'dark'

const STORED = 'vitest-load-theme'
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

/** The page's colours are others: canvases must be drawn anew. */
export function repaint(): void {
  forgetColors()
  repaintAll()
}

/** The button that switches between light and dark; without it the page follows the system. */
export function themeToggle(): HTMLButtonElement {
  const chosen = storedTheme()
  if (chosen !== undefined) document.documentElement.dataset.theme = chosen
  const button = element('button', { type: 'button', class: 'button theme-toggle' })
  const show = (): void => {
    const isDark = shownTheme() === 'dark'
    button.setAttribute('aria-pressed', String(isDark))
    button.replaceChildren(element('span', { 'aria-hidden': 'true' }, isDark ? '◐' : '◑'), ' Dark')
  }
  button.addEventListener('click', () => {
    const theme = shownTheme() === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset.theme = theme
    storeTheme(theme)
    show()
    repaint()
  })
  prefersDark.addEventListener('change', () => {
    show()
    repaint()
  })
  show()
  return button
}

function shownTheme(): Theme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return prefersDark.matches ? 'dark' : 'light'
}

// A page that was opened from a file may have no storage.
function storedTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem(STORED)
    return stored === 'light' || stored === 'dark' ? stored : undefined
  } catch {
    return undefined
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORED, theme)
  } catch {
    // Then it lasts as long as the page is open.
  }
}
