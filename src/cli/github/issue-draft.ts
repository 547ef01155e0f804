import { InputError } from '../../core/input-error.ts'
import { outsideText } from '../../report/outside-text.ts'

/** What is to be told in an issue. */
export interface IssueDraft {
  readonly title: string
  /** What follows the title, as Markdown. */
  readonly text: string
  /** By which the issue is found again. */
  readonly key: string
  readonly labels: readonly string[]
  /** Where it was found out, such as the page of a CI run. */
  readonly source?: string
}

/** More is refused by GitHub. */
const LONGEST_TITLE = 256
const LONGEST_BODY = 65_536
const LONGEST_LINE = 10_000

/** Reads a report's title, its first heading, and the text below. Throws an `InputError` where it begins with something else. */
export function splitReport(markdown: string, file: string): Pick<IssueDraft, 'title' | 'text'> {
  const trimmed = markdown.trimStart()
  const end = trimmed.indexOf('\n')
  const first = (end === -1 ? trimmed : trimmed.slice(0, end)).slice(0, LONGEST_LINE).trimEnd()
  const title = first.startsWith('# ') ? plainText(first.slice(2)) : ''
  if (title === '') {
    throw new InputError({ file, line: 1 }, "expected Markdown that begins with a title, such as '# Slower'")
  }
  const text = end === -1 ? '' : trimmed.slice(end)
  return { title, text: text.trim() }
}

/** What creates the issue. */
export function newIssue(draft: IssueDraft): {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
} {
  return { title: cut(draft.title, LONGEST_TITLE), body: bodyOf(draft.text, draft), labels: draft.labels }
}

/** What tells it once more. A comment has no title of its own. */
export function newComment(draft: IssueDraft): { readonly body: string } {
  return { body: bodyOf(draft.text, draft) }
}

/** Whether an issue's body is of a draft with this key. */
export function hasKey(body: string, key: string): boolean {
  return body.startsWith(markOf(key))
}

/** Not shown by GitHub, and ended by nothing that a key holds. */
function markOf(key: string): string {
  return `<!-- vitest-load issue: ${encodeURIComponent(key.toWellFormed()).replaceAll('-', '%2D')} -->`
}

function bodyOf(text: string, { key, source }: IssueDraft): string {
  const head = `${markOf(key)}\n`
  const foot = source === undefined ? '' : `\n\nFound by ${source}`
  return `${head}${cutLines(text, LONGEST_BODY - head.length - foot.length)}${foot}\n`.slice(0, LONGEST_BODY)
}

/** A title is no Markdown: what makes characters harmless there is taken out. */
function plainText(markdown: string): string {
  const text = markdown
    .replace(/\\([\\`*_[\]|~$])/g, '$1')
    .replaceAll('\u2060', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
  return outsideText(text)
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`.toWellFormed()
}

const CUT = '\n\n… The rest is in the report: it is longer than an issue may be.'

/** Whole lines, so that a table ends with a row. */
function cutLines(text: string, longest: number): string {
  if (text.length < longest) return text
  const kept = text.slice(0, longest - CUT.length - 1)
  const end = kept.lastIndexOf('\n')
  return `${end > 0 ? kept.slice(0, end) : kept}${CUT}`.toWellFormed()
}
