import { outsideText } from './outside-text.ts'

/**
 * Text as Markdown shows it, whatever it holds: nothing in it is markup, a link, a cell's end, or names a person or an issue, who would
 * be told of a comment.
 */
export function markdownText(text: string): string {
  return inert(outsideText(text).replace(MARKUP, '\\$&'))
}

/** The same inside of an HTML element, where Markdown is not read. */
export function htmlText(text: string): string {
  return inert(outsideText(text))
}

/** A name in the type of code. */
export function markdownCode(text: string): string {
  const inner = outsideText(text).replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const space = inner.startsWith('`') || inner.endsWith('`') || inner.trim() === '' ? ' ' : ''
  return `${fence}${space}${inner}${space}${fence}`
}

/** A table; its first column is aligned to the left, the others to the right. Cells are Markdown. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map((_, column) => (column === 0 ? ':--' : '--:'))), ...rows.map(line)].join('\n')
}

const MARKUP = /[\\`*_[\]|~$]/g
/** Takes no place, and parts what GitHub would link. */
const JOINER = '\u2060'

function inert(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=\w)|#(?=\d)|\bwww(?=\.)|:(?=\/\/)/g, `$&${JOINER}`)
}
