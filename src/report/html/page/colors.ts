import type { ErrorCategory } from '../../../metrics/error-category.ts'

/** A colour by the name of its custom property in the style sheet. */
export type Color = `--${string}`

/** Colours of the Okabe-Ito palette and its shades: told apart by people with any kind of colour vision. */
const ERRORS: Readonly<Record<ErrorCategory, Color>> = {
  timeout: '--chart-orange',
  refused: '--chart-purple',
  reset: '--chart-green',
  dns: '--chart-pink',
  tls: '--chart-brown',
  protocol: '--chart-baseline',
  'http-4xx': '--chart-yellow',
  'rate-limited': '--chart-sky',
  'http-5xx': '--chart-red',
  expectation: '--chart-teal',
  exception: '--chart-blue',
  generator: '--chart-grey',
}

export function colorOfError(category: ErrorCategory): Color {
  return ERRORS[category]
}

const SERIES: readonly Color[] = [
  '--chart-blue',
  '--chart-orange',
  '--chart-green',
  '--chart-purple',
  '--chart-sky',
  '--chart-red',
]

/** The colour of the series at an index, of those that have none of their own. */
export function colorOfSeries(index: number): Color {
  return SERIES[index % SERIES.length] as Color
}

let resolved = new Map<Color, string>()

/** A colour as a canvas takes it, in the theme that is shown. */
export function resolveColor(color: Color): string {
  let value = resolved.get(color)
  if (value === undefined) {
    const probe = document.createElement('i')
    probe.style.color = `var(${color})`
    document.body.append(probe)
    value = getComputedStyle(probe).color
    probe.remove()
    resolved.set(color, value)
  }
  return value
}

/** Another theme is shown. */
export function forgetColors(): void {
  resolved = new Map()
}

/** The same colour, but seen through. */
export function translucent(color: string, alpha: number): string {
  return color.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`)
}
