import { type Figures, medianFigures, medianRatio } from './figures.ts'
import { type JudgedLimit, show } from './limit.ts'
import type { Outcome } from './rounds.ts'
import type { Section } from './sections.ts'

/** What a section came to. */
export interface Summary {
  readonly section: Section
  readonly outcome: Outcome
  readonly limits: readonly JudgedLimit[]
  /** Of one run. */
  readonly seconds: number
  /** The generators that are ours; the ratios are to the first that ran. */
  readonly ours: readonly string[]
}

/** A section as Markdown: the table, whether each limit is met, and who is missing. */
export function toMarkdown({ section, outcome, limits, seconds, ours }: Summary): string {
  const { rounds, missing } = outcome
  const [first] = rounds.values()
  if (first === undefined) return [`### ${section.title}`, ...listMissing(missing)].join('\n\n')
  const isOpen = section.work.kind === 'open'
  const columns = [...common, ...(isOpen ? open : [])]
  const base = ours.find((name) => rounds.has(name))
  const baseRounds = base === undefined ? [] : (rounds.get(base) ?? [])
  const head = ['generator', ...columns.map(([, title]) => title), 'requests/s: ours ÷ its', 'CPU: ours ÷ its']
  const body = [...rounds].map(([name, its]) => {
    const figures = medianFigures(its)
    const ratios = (['requestsPerSecond', 'cpuPerRequest'] as const).map((figure) =>
      name === base ? '1' : (medianRatio(baseRounds, its, figure)?.toFixed(2) ?? '–'),
    )
    return [name, ...columns.map(([column]) => show(column, figures[column])), ...ratios]
  })
  return [
    `### ${section.title}`,
    `Median of ${count(first.length, 'round')} of ${seconds} s.`,
    table([head, ...body]),
    ...(limits.length === 0 ? [] : [limits.map(limitLine).join('\n')]),
    ...listMissing(missing),
  ].join('\n\n')
}

type Column = readonly [figure: keyof Figures, title: string]

const common: readonly Column[] = [
  ['requestsPerSecond', 'requests/s'],
  ['cpuPerRequest', 'CPU per request'],
  ['cores', 'cores'],
  ['memory', 'memory'],
  ['p50', 'p50'],
  ['p99', 'p99'],
  ['failed', 'failed'],
]

const open: readonly Column[] = [
  ['achieved', 'sent of due'],
  ['lagP99', 'lag p99'],
]

function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n')
}

function limitLine({ text, isMet }: JudgedLimit): string {
  return `- ${isMet === undefined ? '?' : isMet ? '✓' : '✗'} ${text}`
}

function listMissing(missing: ReadonlyMap<string, string>): readonly string[] {
  if (missing.size === 0) return []
  return [`Not here: ${[...missing].map(([name, reason]) => `${name} (${reason})`).join('; ')}.`]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
