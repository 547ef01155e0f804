import type { NotedVerdict } from '../verdict/noted.ts'
import { type Paint, plain } from './paint.ts'
import { displayWidth, printable } from './printable.ts'
import { type Standing, standingOfVerdict } from './standing.ts'

const MARKS = {
  pass: { mark: '✓', style: 'green' },
  warning: { mark: '!', style: 'yellow' },
  fail: { mark: '✗', style: 'red' },
  inconclusive: { mark: '?', style: 'red' },
} as const satisfies Readonly<Record<Standing, object>>

interface VerdictOptions {
  /** Columns. @default 120 */
  readonly width?: number
  /** @default without colours */
  readonly paint?: Paint
  /** What stands above it and need not be repeated: the name of the result. */
  readonly subject?: string
}

interface Word {
  readonly text: string
  readonly isWarning: boolean
}

const INDENT = '  '

/**
 * One verdict: `✗ GET /orders: p95 was 250.1 ms, expected below 200 ms`, with a line for each of several metrics. Lines are wrapped
 * between words.
 */
export function formatVerdict(noted: NotedVerdict, { width = 120, paint = plain, subject = '' }: VerdictOptions = {}): string[] {
  const parts = noted.message.split('\n').map((part) => wordsOf(withoutSubject(part, subject)))
  if (noted.warning !== undefined) parts.at(-1)?.push(...wordsOf(`– ${noted.warning}`, true))
  const mark = formatMark(standingOfVerdict(noted), paint)
  const lines = parts.flatMap((part) =>
    wrap(part, width - 2 * INDENT.length).map((words, row) => INDENT.repeat(row === 0 ? 1 : 2) + join(words, paint)),
  )
  return lines.map((line, index) => (index === 0 ? `${mark} ${line.slice(INDENT.length)}` : line))
}

function withoutSubject(text: string, subject: string): string {
  const prefix = `${subject}: `
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

function wordsOf(text: string, isWarning = false): Word[] {
  return printable(text)
    .split(' ')
    .map((word) => ({ text: word, isWarning }))
}

function wrap(words: readonly Word[], width: number): Word[][] {
  const rows: Word[][] = []
  let used = 0
  for (const word of words) {
    const row = rows.at(-1)
    const needed = 1 + displayWidth(word.text)
    if (row !== undefined && used + needed <= width) {
      row.push(word)
      used += needed
    } else {
      rows.push([word])
      used = needed - 1
    }
  }
  return rows
}

/** A warning ends a verdict, so it ends its line. */
function join(words: readonly Word[], paint: Paint): string {
  const textOf = (isWarning: boolean): string =>
    words
      .filter((word) => word.isWarning === isWarning)
      .map(({ text }) => text)
      .join(' ')
  const warning = textOf(true)
  return [textOf(false), warning && paint('yellow', warning)].filter((text) => text !== '').join(' ')
}

export function formatMark(standing: Standing, paint: Paint): string {
  const { mark, style } = MARKS[standing]
  return paint(style, mark)
}
