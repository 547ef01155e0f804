import { readFileSync } from 'node:fs'

export interface CodeBlock {
  readonly language: string
  readonly code: string
  /** What the first line says: `// tests/load/health.test.ts`. */
  readonly path: string | undefined
}

/** The fenced blocks of a Markdown file, in order. */
export function codeBlocks(file: URL): CodeBlock[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
    path: /^\/\/ (\S+\.[cm]?[jt]s)\n/.exec(code)?.[1],
  }))
}
