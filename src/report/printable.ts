/**
 * Text for a terminal line: what a server or a user sent may hold control characters, which could move the cursor, recolour or
 * retitle the terminal, and format characters, which could reverse what is read. They are written out, such as `\x1b`.
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, escapeCharacter)
}

/** What is said first, of a text that may be a page. */
export function firstLine(text: string): string {
  return text.trimStart().split(/\r?\n/, 1)[0] ?? ''
}

/** How many columns text takes: wide characters (East Asian, emoji) two, combining ones none. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1
  return width
}

/** Spaces after text, up to a number of columns. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

/** Spaces before text, up to a number of columns. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text
}

/** Cuts out the middle, which tells least of a path or a sentence, so that `text` takes at most `columns`. */
export function shorten(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  const head = take([...graphemes.segment(text)], Math.ceil((columns - 1) / 2))
  const tail = take([...graphemes.segment(text)].reverse(), Math.floor((columns - 1) / 2)).reverse()
  return `${head.join('')}…${tail.join('')}`
}

// The joiner in emoji hides nothing.
const UNPRINTABLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|.\u{fe0f}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (character === '\n') return '\\n'
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

function take(segments: readonly Intl.SegmentData[], columns: number): string[] {
  const taken: string[] = []
  let width = 0
  for (const { segment } of segments) {
    width += displayWidth(segment)
    if (width > columns) break
    taken.push(segment)
  }
  return taken
}
