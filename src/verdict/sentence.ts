import { formatCount } from '../core/format.ts'
import type { ErrorGroup } from '../metrics/counts.ts'
import type { Measurement } from '../metrics/result.ts'
import type { MissingFigure } from './figure.ts'
import type { Show } from './limit.ts'

/** `GET /orders in peak: p95 was 250.1 ms, expected below 200 ms (12,040 requests, 3 failed)`. */
export function sentence(subject: string, statement: string, expected: string, notes: readonly string[]): string {
  return `${subject}: ${statement}, expected ${expected} (${notes.join(', ')})`
}

/** The sentence about a figure that doesn't exist. */
export function missing({ name }: Measurement, figure: string, because: string, advice: string): MissingFigure {
  return { kind: 'missing', message: `${name}: there is no ${figure} to judge, because ${because}; ${advice}` }
}

/** Why a figure of requests doesn't exist, where none was measured or none came to an end; `undefined` where some did. */
export function missingRequests(measurement: Measurement, figure: string): MissingFigure | undefined {
  const { total, interrupted } = measurement.requests
  if (total === 0) {
    return missing(measurement, figure, 'no request was measured', 'let the load run longer, or check what the scenario sends')
  }
  if (total > interrupted) return undefined
  const because = total === 1 ? 'the only request was interrupted' : `all ${formatCount(total)} requests were interrupted`
  return missing(measurement, figure, because, 'let the load run longer, or give it a longer `gracefulStop`')
}

/** `12,040 requests`, `3 failed`. Of a benchmark none fails. */
export function requestNotes({ requests, countedAs }: Measurement): readonly string[] {
  if (countedAs !== undefined) return [plural(requests.total, countedAs)]
  return [plural(requests.total, 'request'), requests.failed === 0 ? 'none failed' : `${formatCount(requests.failed)} failed`]
}

/** `2 × http-5xx (503 Service Unavailable)`: the commonest kinds of error, commonest first. */
export function errorNotes(errors: readonly ErrorGroup[]): readonly string[] {
  const kinds = new Map<string, number>()
  for (const { category, message, count } of errors) {
    const kind = `${category} (${oneLine(message)})`
    kinds.set(kind, (kinds.get(kind) ?? 0) + count)
  }
  const sorted = [...kinds].sort(([, one], [, other]) => other - one)
  const shown = sorted.slice(0, SHOWN_KINDS).map(([kind, count]) => `${formatCount(count)} × ${kind}`)
  const others = sorted.length - shown.length
  return others === 0 ? shown : [...shown, `${plural(others, 'other kind')}`]
}

/** How many more decimals a value needs, so as not to read the same as an edge that it isn't equal to. */
export function finerBeside(value: number, edges: readonly number[], show: Show): number {
  let finer = 0
  while (finer < MAX_FINER && edges.some((edge) => edge !== value && show(edge, finer) === show(value, finer))) finer += 1
  return finer
}

/** `1 request`, `12,040 requests`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

const SHOWN_KINDS = 3
const MAX_FINER = 6
const SHOWN_LENGTH = 80

/** What a server may have written must not move the terminal's cursor, nor fill the screen. */
function oneLine(text: string): string {
  const clean = text.replaceAll(/\p{Cc}+/gu, ' ').trim()
  return clean.length > SHOWN_LENGTH ? `${clean.slice(0, SHOWN_LENGTH)}…` : clean
}
