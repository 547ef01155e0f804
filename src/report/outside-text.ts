import { printable } from './printable.ts'

const LONGEST_NAME = 300
const LONGEST_DETAIL = 4000

/** A name or a sentence from outside, on one line: well-formed, control characters written out, cut where it is endless. */
export function outsideText(text: string): string {
  return printable(cut(text, LONGEST_NAME))
}

/** Several lines from outside, such as a stack, or the sentences of a verdict. */
export function outsideLines(text: string): string {
  return cut(text, LONGEST_DETAIL)
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join('\n')
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const left = (text.length - longest).toLocaleString('en-US')
  return `${text.slice(0, longest)}… (${left} more characters)`
}
