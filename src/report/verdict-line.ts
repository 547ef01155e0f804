import type { NotedVerdict } from '../verdict/noted.ts'
import { type Paint, plain } from './paint.ts'
import { printable } from './printable.ts'

const MARKS = {
  pass: { mark: '✓', style: 'green' },
  warning: { mark: '!', style: 'yellow' },
  fail: { mark: '✗', style: 'red' },
  inconclusive: { mark: '?', style: 'red' },
} as const

/** How verdicts are told apart at a glance; `warning` is a pass that isn't good. */
export type Standing = keyof typeof MARKS

/** One verdict as a line: `✗ GET /orders: p95 was 250.1 ms, expected below 200 ms`; without the subject where that stands above it. */
export function formatVerdict(noted: NotedVerdict, paint: Paint = plain, subject = ''): string {
  const prefix = `${subject}: `
  const message = noted.message.startsWith(prefix) ? noted.message.slice(prefix.length) : noted.message
  const warning = noted.warning === undefined ? '' : paint('yellow', ` – ${printable(noted.warning)}`)
  return `${formatMark(standingOf(noted), paint)} ${printable(message)}${warning}`
}

export function formatMark(standing: Standing, paint: Paint): string {
  const { mark, style } = MARKS[standing]
  return paint(style, mark)
}

function standingOf({ state, warning }: NotedVerdict): Standing {
  return state === 'pass' && warning !== undefined ? 'warning' : state
}

/** The worst of all; `undefined` without any. */
export function worstOf(verdicts: readonly NotedVerdict[]): Standing | undefined {
  const standings = verdicts.map(standingOf)
  return (['fail', 'inconclusive', 'warning', 'pass'] as const).find((one) => standings.includes(one))
}
