import { outsideText } from './outside-text.ts'

/** Text from outside for a line or a cell of Markdown: shown as it is, on one line, and never a link, a mention, a heading or HTML. */
export function markdownText(text: string): string {
  return outsideText(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replace(/^(\s*)([-=])/, '$1\\$2')
    .replace(/^(\s*\d+)\./, '$1\\.')
}

/** A table; its cells are Markdown already. The first column is a name, the others are figures. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map((_, column) => (column === 0 ? ':---' : '---:'))), ...rows.map(line)].join('\n')
}
